// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;

/**
 * Broadcasts that are read through strides by the element-wise instructions behind them, instead of
 * being written out: they cost as much as the instruction itself, and most are a scalar or a bias.
 */
final class Absorption {
  private Absorption() {}

  /** The value whose buffer {@code node} reads for operand {@code index}. */
  static Value source(Node node, int index) {
    Value operand = node.operands().get(index);
    if (absorbs(node.op())) {
      while (operand.producer().op() instanceof ShapeOp.Broadcast) {
        operand = operand.producer().operands().get(0);
      }
    }
    return operand;
  }

  /** Whether instructions of this operation read their operands through strides. */
  static boolean absorbs(Op op) {
    return op instanceof BinaryOp || op instanceof Compare || op instanceof Select;
  }
}
