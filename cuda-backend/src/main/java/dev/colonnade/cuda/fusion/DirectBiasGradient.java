// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bias behind a step of gradient descent: operands dy [n, m, ...], the gradient of what the bias
 * was added to, bias [m], with momentum its velocity [m], and rate (a scalar); result [m], with
 * momentum also the new velocity. F32.
 *
 * @param step the step
 */
public record DirectBiasGradient(ParameterStep step) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 1 + step.operands());
    Inference.shape(this, operands, 1, Shape.of(operands.get(0).shape().dimension(1)));
    return operands.subList(1, step.operands());
  }

  /** Each bias is made from its old value. */
  @Override
  public boolean overwrites(int operand) {
    return step.overwrites(operand - 1);
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V dy = operands.get(0);
    int[] axes = IntStream.range(0, dy.type().shape().rank()).filter(axis -> axis != 1).toArray();
    List<V> taken = new ArrayList<>(operands.subList(1, operands.size()));
    taken.add(taken.size() - 1, builder.reduceSum(dy, axes));
    return builder.apply(step.composite(), taken);
  }
}
