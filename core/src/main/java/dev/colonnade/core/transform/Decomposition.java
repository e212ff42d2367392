// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Composite;
import java.util.List;

/**
 * Replaces composites that a backend does not claim by what they consist of, one level at a time.
 */
public final class Decomposition {
  private static final int DEEPEST = 64;

  private Decomposition() {}

  /**
   * The graph without composites that the backend answers {@code Decomposed}.
   *
   * @throws IllegalStateException if a composite decomposes into itself without end
   */
  public static Graph run(Graph graph, SupportQuery support) {
    Graph current = graph;
    for (int level = 0; level < DEEPEST; level++) {
      if (current.nodes().stream().noneMatch(node -> decomposes(node, support))) {
        return current;
      }
      current =
          GraphRewriter.rewrite(
              current,
              (node, operands, builder) ->
                  decomposes(node, support)
                      ? checked(node, ((Composite) node.op()).decompose(builder, operands))
                      : GraphRewriter.keep(node, operands, builder));
    }
    throw new IllegalStateException(
        "graph "
            + graph.name()
            + " still holds composites after "
            + DEEPEST
            + " levels of decomposition; one decomposes into itself");
  }

  private static boolean decomposes(Node node, SupportQuery support) {
    return node.op() instanceof Composite
        && support.of(node.op(), node.operandTypes()) instanceof Support.Decomposed;
  }

  private static List<Value> checked(Node node, List<Value> results) {
    if (!results.stream()
        .map(Value::type)
        .toList()
        .equals(node.results().stream().map(Value::type).toList())) {
      throw new IllegalStateException(
          node
              + " decomposes into "
              + results.stream().map(Value::type).toList()
              + " instead of its results' types "
              + node.results().stream().map(Value::type).toList());
    }
    return results;
  }
}
