// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bias behind a step of gradient descent: operands dy [n, m, ...], the gradient of what the bias
 * was added to, bias [m] and rate (a scalar); result [m]. F32.
 *
 * @param decay weight decay of the step
 */
public record DirectBiasGradient(float decay) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 3);
    Inference.shape(this, operands, 1, Shape.of(operands.get(0).shape().dimension(1)));
    return List.of(operands.get(1));
  }

  /** Each bias is made from its old value. */
  @Override
  public boolean overwrites(int operand) {
    return operand == 1;
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V dy = operands.get(0);
    int[] axes = IntStream.range(0, dy.type().shape().rank()).filter(axis -> axis != 1).toArray();
    return List.of(
        builder.applyOne(
            new SgdStep(decay),
            List.of(operands.get(1), builder.reduceSum(dy, axes), operands.get(2))));
  }
}
