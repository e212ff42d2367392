// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SquaredError;
import java.util.List;

/** What training lowers: a number for each example, from the net's outputs and the label. */
public sealed interface Loss {
  /** Cross-entropy of the softmax of the outputs (which are logits then). */
  record SoftmaxCrossEntropyLoss() implements Loss {
    @Override
    public <V extends Operand> V build(OpBuilder<V> builder, V outputs, V labels) {
      return builder.applyOne(new SoftmaxCrossEntropy(), List.of(outputs, labels));
    }
  }

  /**
   * Half the squared distance to a target vector.
   *
   * @param on target of the labelled unit
   * @param off target of the others
   */
  record SquaredErrorLoss(float on, float off) implements Loss {
    @Override
    public <V extends Operand> V build(OpBuilder<V> builder, V outputs, V labels) {
      return builder.applyOne(new SquaredError(on, off), List.of(outputs, labels));
    }
  }

  /** The softmax cross-entropy. */
  Loss SOFTMAX_CROSS_ENTROPY = new SoftmaxCrossEntropyLoss();

  /** Half the squared error with targets 1 and -1. */
  Loss SQUARED_ERROR = new SquaredErrorLoss(1, -1);

  /**
   * Builds the loss of each example.
   *
   * @param outputs F32 [n, classes]
   * @param labels I32 [n]
   * @return F32 [n]
   */
  <V extends Operand> V build(OpBuilder<V> builder, V outputs, V labels);
}
