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
 * Gradient descent with momentum: {@code v' = momentum * v - rate * (g + decay * w)}, {@code w' = w
 * + v'} (the form of Krizhevsky et al. 2012 [memory]). Operands: w, v and g of one shape, rate
 * (scalar); results w' and v'. F32.
 *
 * @param momentum share of the last step that is kept, 0 to 1
 * @param decay weight decay (L2), 0 for none
 */
public record MomentumStep(float momentum, float decay) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 4);
    for (int i = 0; i < 4; i++) {
      Inference.dtype(this, operands, i, DType.F32);
    }
    Inference.sameShape(this, operands, 0, 1);
    Inference.sameShape(this, operands, 0, 2);
    Inference.shape(this, operands, 3, Shape.SCALAR);
    return List.of(operands.get(0), operands.get(0));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V weights = operands.get(0);
    V gradient = operands.get(2);
    if (decay != 0) {
      gradient = builder.add(gradient, builder.multiply(weights, decay));
    }
    V velocity =
        builder.subtract(
            builder.multiply(operands.get(1), momentum),
            builder.multiply(gradient, operands.get(3)));
    return List.of(builder.add(weights, velocity), velocity);
  }
}
