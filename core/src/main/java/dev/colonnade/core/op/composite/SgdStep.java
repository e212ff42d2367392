// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Plain gradient descent: {@code w' = w - rate * (g + decay * w)}. Operands: w and its gradient g
 * of one shape, rate (scalar, so that a schedule needs no new compilation); result w'. F32.
 *
 * @param decay weight decay (L2), 0 for none
 */
public record SgdStep(float decay) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 3);
    for (int i = 0; i < 3; i++) {
      Inference.dtype(this, operands, i, DType.F32);
    }
    Inference.sameShape(this, operands, 0, 1);
    Inference.shape(this, operands, 2, Shape.SCALAR);
    return List.of(operands.get(0));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V weights = operands.get(0);
    V gradient = operands.get(1);
    if (decay != 0) {
      gradient = builder.add(gradient, builder.multiply(weights, decay));
    }
    return List.of(builder.subtract(weights, builder.multiply(gradient, operands.get(2))));
  }
}
