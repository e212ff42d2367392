// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import dev.colonnade.core.op.ShapeException;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what every graph promises: order, types, names, single assignment. Runs after the builder
 * and after each pass, so that a fault is reported by the pass that made it.
 */
public final class Verifier {
  private Verifier() {}

  /**
   * Checks a graph.
   *
   * @throws InvalidGraphException naming the node, what is wrong and how to mend it
   */
  public static void verify(Graph graph) {
    Set<Value> defined = new HashSet<>();
    Set<String> feeds = new HashSet<>();
    Set<String> assigned = new HashSet<>();
    Map<String, TensorType> variables = new HashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      require(graph, node, node.id() == i, "stands at place " + i + "; number nodes in order");
      for (Value operand : node.operands()) {
        require(
            graph,
            node,
            defined.contains(operand),
            "reads "
                + operand
                + " of "
                + operand.producer()
                + ", which is not computed before it; order the nodes topologically");
      }
      verifyTypes(graph, node);
      switch (node.op()) {
        case StructuralOp.Feed feed ->
            require(
                graph,
                node,
                feeds.add(feed.feed()),
                "repeats feed " + feed.feed() + "; each feed is one node");
        case StructuralOp.ReadVariable read ->
            verifyVariable(graph, node, variables, read.variable(), read.type());
        case StructuralOp.Assign assign -> {
          verifyVariable(graph, node, variables, assign.variable(), assign.type());
          require(
              graph,
              node,
              assigned.add(assign.variable()),
              "assigns "
                  + assign.variable()
                  + " a second time; a variable is assigned at most once in a step");
        }
        default -> {}
      }
      defined.addAll(node.results());
    }
    for (Map.Entry<String, Value> output : graph.outputs().entrySet()) {
      if (!defined.contains(output.getValue())) {
        throw new InvalidGraphException(
            "graph "
                + graph.name()
                + ": output "
                + output.getKey()
                + " is not a value of this graph; declare outputs from its own nodes");
      }
    }
  }

  private static void verifyVariable(
      Graph graph, Node node, Map<String, TensorType> variables, String name, TensorType type) {
    TensorType known = variables.putIfAbsent(name, type);
    require(
        graph,
        node,
        known == null || known.equals(type),
        "takes variable " + name + " for " + type + ", elsewhere it is " + known);
  }

  private static void verifyTypes(Graph graph, Node node) {
    List<TensorType> inferred;
    try {
      inferred = node.op().infer(node.operandTypes());
    } catch (ShapeException e) {
      throw new InvalidGraphException(
          "graph " + graph.name() + ", " + node + ": " + e.getMessage(), e);
    }
    List<TensorType> actual = node.results().stream().map(Value::type).toList();
    require(
        graph,
        node,
        inferred.equals(actual),
        "has results " + actual + ", its operation gives " + inferred);
  }

  private static void require(Graph graph, Node node, boolean condition, String what) {
    if (!condition) {
      throw new InvalidGraphException("graph " + graph.name() + ", " + node + " " + what);
    }
  }
}
