// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.StructuralOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Drops nodes on which no output and no assignment depends. */
public final class DeadCode {
  private DeadCode() {}

  /** The graph without unused nodes; the order of the others stays. */
  public static Graph remove(Graph graph) {
    boolean[] live = new boolean[graph.nodes().size()];
    graph.outputs().values().forEach(value -> live[value.producer().id()] = true);
    for (int i = live.length - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.op() instanceof StructuralOp.Assign) {
        live[i] = true;
      }
      if (live[i]) {
        node.operands().forEach(operand -> live[operand.producer().id()] = true);
      }
    }
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> mapped = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (live[node.id()]) {
        List<Value> operands = new ArrayList<>(node.operands().size());
        node.operands().forEach(operand -> operands.add(mapped.get(operand)));
        List<Value> results = builder.append(node.op(), operands, node.label());
        for (int i = 0; i < results.size(); i++) {
          mapped.put(node.results().get(i), results.get(i));
        }
      }
    }
    graph
        .outputs()
        .forEach((name, value) -> builder.output(name, Objects.requireNonNull(mapped.get(value))));
    return builder.build();
  }
}
