// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import dev.colonnade.core.op.StructuralOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of a program: nodes in an order in which each follows what it reads, and named outputs.
 * Immutable.
 *
 * <p>Within a step, reads of a variable see its value at the step's start, whatever the order of
 * nodes; assignments take effect at its end.
 */
public final class Graph {
  private final String name;
  private final List<Node> nodes;
  private final Map<String, Value> outputs;

  Graph(String name, List<Node> nodes, Map<String, Value> outputs) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** The entry's name, such as {@code train}. */
  public String name() {
    return name;
  }

  /** All nodes, each after the nodes it reads from; node i has id i. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Values that a submission returns, by name, in the order they were declared. */
  public Map<String, Value> outputs() {
    return outputs;
  }

  /** The feeds, in node order. */
  public List<StructuralOp.Feed> feeds() {
    List<StructuralOp.Feed> feeds = new ArrayList<>();
    for (Node node : nodes) {
      if (node.op() instanceof StructuralOp.Feed feed) {
        feeds.add(feed);
      }
    }
    return feeds;
  }

  /** Variables read or assigned, by name, in node order. */
  public Map<String, Variable> variables() {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (node.op() instanceof StructuralOp.ReadVariable read) {
        variables.put(read.variable(), new Variable(read.variable(), read.type()));
      } else if (node.op() instanceof StructuralOp.Assign assign) {
        variables.put(assign.variable(), new Variable(assign.variable(), assign.type()));
      }
    }
    return variables;
  }

  /** For each variable assigned, the value it gets, in node order. */
  public Map<String, Value> assignments() {
    Map<String, Value> assignments = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (node.op() instanceof StructuralOp.Assign assign) {
        assignments.put(assign.variable(), node.operands().get(0));
      }
    }
    return assignments;
  }

  /** For each value the nodes that read it, once for each operand; outputs are not counted. */
  public Map<Value, List<Node>> uses() {
    Map<Value, List<Node>> uses = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (Value operand : node.operands()) {
        uses.computeIfAbsent(operand, ignored -> new ArrayList<>()).add(node);
      }
    }
    return uses;
  }

  /** The whole graph as text, a line for each node. */
  @Override
  public String toString() {
    return GraphPrinter.text(this);
  }
}
