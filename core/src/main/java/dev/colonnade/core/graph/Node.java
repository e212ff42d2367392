// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** An operation applied to values. Compared by identity; numbered in the order of its graph. */
public final class Node {
  private final int id;
  private final Op op;
  private final List<Value> operands;
  private final List<Value> results;
  private final String label;

  Node(int id, Op op, List<Value> operands, List<TensorType> resultTypes, String label) {
    this.id = id;
    this.op = op;
    this.operands = List.copyOf(operands);
    this.label = label;
    List<Value> values = new ArrayList<>(resultTypes.size());
    for (int i = 0; i < resultTypes.size(); i++) {
      values.add(new Value(this, i, resultTypes.get(i)));
    }
    this.results = List.copyOf(values);
  }

  /** Its place in the graph's order, from 0. */
  public int id() {
    return id;
  }

  /** What it computes. */
  public Op op() {
    return op;
  }

  /** What it computes from. */
  public List<Value> operands() {
    return operands;
  }

  /** Its values, in the order of the operation's results. */
  public List<Value> results() {
    return results;
  }

  /**
   * The single result.
   *
   * @throws IllegalStateException if there are several, or none
   */
  public Value result() {
    if (results.size() != 1) {
      throw new IllegalStateException(this + " has " + results.size() + " results, not one");
    }
    return results.get(0);
  }

  /** Types of the operands. */
  public List<TensorType> operandTypes() {
    return operands.stream().map(Value::type).toList();
  }

  /** Where in the model it comes from, such as {@code layer3/convolution}; may be empty. */
  public String label() {
    return label;
  }

  /** For example {@code #7 convolution (layer3)}. */
  @Override
  public String toString() {
    return "#" + id + " " + op.name() + (label.isEmpty() ? "" : " (" + label + ")");
  }
}
