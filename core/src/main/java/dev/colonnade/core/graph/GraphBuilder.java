// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.ShapeException;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Builds a {@link Graph}. Types and shapes are inferred as nodes are added, so a mistake is
 * reported where it is made. Not thread-safe; {@link #build} may be called once.
 */
public final class GraphBuilder implements OpBuilder<Value> {
  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final Map<String, Value> feeds = new LinkedHashMap<>();
  private final Map<String, Value> reads = new LinkedHashMap<>();
  private final Map<String, Variable> variables = new HashMap<>();
  private final Map<String, Node> assignments = new HashMap<>();
  private String scope = "";
  private boolean built;

  /** A builder of the entry {@code name}. */
  public GraphBuilder(String name) {
    this.name = name;
  }

  /**
   * A tensor given at each submission.
   *
   * @throws IllegalArgumentException if this graph has a feed of that name
   */
  public Value feed(String feed, TensorType type) {
    if (feeds.containsKey(feed)) {
      throw new IllegalArgumentException(
          "graph " + name + " has a feed named " + feed + " already; give it another name");
    }
    Value value = applyOne(new StructuralOp.Feed(feed, type), List.of());
    feeds.put(feed, value);
    return value;
  }

  /** The value of a variable at the step's start; several reads give the same value. */
  public Value read(Variable variable) {
    remember(variable);
    Value known = reads.get(variable.name());
    if (known != null) {
      return known;
    }
    Value value =
        applyOne(new StructuralOp.ReadVariable(variable.name(), variable.type()), List.of());
    reads.put(variable.name(), value);
    return value;
  }

  /**
   * Gives a variable a new value at the step's end.
   *
   * @throws IllegalArgumentException if this graph assigns it already
   */
  public void assign(Variable variable, Value value) {
    remember(variable);
    if (assignments.containsKey(variable.name())) {
      throw new IllegalArgumentException(
          "graph "
              + name
              + " assigns variable "
              + variable.name()
              + " already; compute its final value first and assign that once");
    }
    apply(new StructuralOp.Assign(variable.name(), variable.type()), List.of(value));
    assignments.put(variable.name(), nodes.get(nodes.size() - 1));
  }

  /**
   * Returns {@code value} from each submission under {@code output}.
   *
   * @throws IllegalArgumentException if this graph has an output of that name, or the value belongs
   *     to another graph
   */
  public void output(String output, Value value) {
    requireOwn(value);
    if (outputs.putIfAbsent(output, value) != null) {
      throw new IllegalArgumentException(
          "graph " + name + " has an output named " + output + " already; give it another name");
    }
  }

  /**
   * Nodes added while {@code body} runs get {@code label} in front of theirs, so that profiles and
   * errors name the layer.
   */
  public <T> T scoped(String label, Supplier<T> body) {
    String outer = scope;
    scope = outer.isEmpty() ? label : outer + "/" + label;
    try {
      return body.get();
    } finally {
      scope = outer;
    }
  }

  @Override
  public List<Value> apply(Op op, List<Value> operands) {
    return append(op, operands, scope);
  }

  /**
   * Applies an operation under a given label instead of the current scope.
   *
   * @throws ShapeException if the operands do not fit; the message names the node and the remedy
   * @throws IllegalArgumentException if an operand belongs to another graph
   * @throws IllegalStateException if this graph is built already
   */
  public List<Value> append(Op op, List<Value> operands, String label) {
    if (built) {
      throw new IllegalStateException("graph " + name + " is built; nothing can be added to it");
    }
    operands.forEach(this::requireOwn);
    List<TensorType> types;
    try {
      types = op.infer(operands.stream().map(Value::type).toList());
    } catch (ShapeException e) {
      throw new ShapeException(
          "graph "
              + name
              + ", node #"
              + nodes.size()
              + (label.isEmpty() ? "" : " in " + label)
              + ": "
              + e.getMessage());
    }
    Node node = new Node(nodes.size(), op, operands, types, label);
    nodes.add(node);
    return node.results();
  }

  /** The nodes so far, in order. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * The finished graph, verified.
   *
   * @throws IllegalStateException if called twice
   */
  public Graph build() {
    if (built) {
      throw new IllegalStateException("graph " + name + " is built already");
    }
    built = true;
    Graph graph = new Graph(name, nodes, outputs);
    Verifier.verify(graph);
    return graph;
  }

  private void remember(Variable variable) {
    Variable known = variables.putIfAbsent(variable.name(), variable);
    if (known != null && !known.equals(variable)) {
      throw new IllegalArgumentException(
          "graph " + name + " knows variable " + known + "; it cannot also be " + variable);
    }
  }

  private void requireOwn(Value value) {
    int id = value.producer().id();
    if (id >= nodes.size() || nodes.get(id) != value.producer()) {
      throw new IllegalArgumentException(
          "value "
              + value
              + " of "
              + value.producer()
              + " belongs to another graph than "
              + name
              + "; values do not travel between graphs, variables do");
    }
  }
}
