// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.TensorType;

/** One result of one node. Compared by identity. */
public final class Value implements Operand {
  private final Node producer;
  private final int index;
  private final TensorType type;

  Value(Node producer, int index, TensorType type) {
    this.producer = producer;
    this.index = index;
    this.type = type;
  }

  /** The node that computes this value. */
  public Node producer() {
    return producer;
  }

  /** Which of the producer's results this is. */
  public int index() {
    return index;
  }

  @Override
  public TensorType type() {
    return type;
  }

  /** For example {@code %7} or, where the producer has several results, {@code %7.1}. */
  @Override
  public String toString() {
    return "%" + producer.id() + (producer.results().size() > 1 ? "." + index : "");
  }
}
