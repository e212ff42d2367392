// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Half the squared distance of the outputs to a target vector, for each example: {@code 1/2 sum_j
 * (y_j - t_j)^2} with t = {@code on} at the label and {@code off} elsewhere. Operands: outputs F32
 * [n, k] and labels I32 [n]; result F32 [n].
 *
 * @param on target of the labelled unit (1 in the papers)
 * @param off target of the others (-1 in the papers)
 */
public record SquaredError(float on, float off) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return new SoftmaxCrossEntropy().infer(operands);
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V outputs = operands.get(0);
    Shape shape = outputs.type().shape();
    V target =
        builder.select(
            SoftmaxCrossEntropy.isLabel(builder, operands.get(1), shape),
            builder.constant(on),
            builder.constant(off));
    V difference = builder.subtract(outputs, target);
    return List.of(
        builder.multiply(builder.reduceSum(builder.multiply(difference, difference), 1), 0.5f));
  }
}
