// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;

/**
 * Which operands a result may overwrite: those of which a kernel reads element i, and no other
 * element of the same array, to write element i.
 */
final class InPlace {
  private InPlace() {}

  /**
   * Whether results of {@code op} may lie where operand {@code index}, of as many elements, lies.
   */
  static boolean allows(Op op, int index) {
    return switch (op) {
      case UnaryOp unary -> true;
      case BinaryOp binary -> true;
      case Compare compare -> true;
      case Select select -> true;
      case Convert convert -> true;
      case ShapeOp.DynamicUpdateSlice update -> index == 0;
      case BiasAdd add -> index == 0;
      case ScaledTanh tanh -> true;
      case ScaledTanhGradient gradient -> true;
      case SgdStep step -> index <= 1;
      case MomentumStep step -> index <= 2;
      case Composite composite -> composite.overwrites(index);
      default -> false;
    };
  }
}
