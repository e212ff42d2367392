// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies a graph node by node, letting a rule put something else in a node's place. */
public final class GraphRewriter {
  /** Decides what stands in for a node. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Values in place of the node's results.
     *
     * @param node a node of the old graph
     * @param operands its operands in the new graph
     * @param builder appends to the new graph under the node's label
     */
    List<Value> rewrite(Node node, List<Value> operands, OpBuilder<Value> builder);
  }

  private GraphRewriter() {}

  /** The rewritten graph, verified; outputs keep their names. */
  public static Graph rewrite(Graph graph, Rule rule) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> mapped = new HashMap<>();
    for (Node node : graph.nodes()) {
      List<Value> operands = new ArrayList<>(node.operands().size());
      for (Value operand : node.operands()) {
        Value replacement = mapped.get(operand);
        if (replacement == null) {
          throw new IllegalStateException(node + " reads " + operand + ", which was not rewritten");
        }
        operands.add(replacement);
      }
      List<Value> results = rule.rewrite(node, operands, new NodeBuilder(builder, node.label()));
      for (int i = 0; i < node.results().size(); i++) {
        mapped.put(node.results().get(i), results.get(i));
      }
    }
    graph
        .outputs()
        .forEach((name, value) -> {
          Value replacement = mapped.get(value);
          if (replacement != null) {
            builder.output(name, replacement);
          }
        });
    return builder.build();
  }

  /** The node unchanged. */
  static List<Value> keep(Node node, List<Value> operands, OpBuilder<Value> builder) {
    return builder.apply(node.op(), operands);
  }

  private record NodeBuilder(GraphBuilder graph, String label) implements OpBuilder<Value> {
    @Override
    public List<Value> apply(Op op, List<Value> operands) {
      return graph.append(op, operands, label);
    }
  }
}
