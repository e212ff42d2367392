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
 * Gradient of {@link SoftmaxCrossEntropy}: {@code dz = (softmax(z) - onehot(label)) * dloss}.
 * Operands: logits F32 [n, k], labels I32 [n], dloss F32 [n]; result F32 [n, k].
 */
public record SoftmaxCrossEntropyGradient() implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 3);
    List<TensorType> loss = new SoftmaxCrossEntropy().infer(operands.subList(0, 2));
    Inference.dtype(this, operands, 2, DType.F32);
    Inference.shape(this, operands, 2, loss.get(0).shape());
    return List.of(operands.get(0));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V logits = operands.get(0);
    Shape shape = logits.type().shape();
    int[] rows = {0};
    V maximum = builder.broadcast(builder.reduceMax(logits, 1), shape, rows);
    V exponentials = builder.exp(builder.subtract(logits, maximum));
    V sums = builder.broadcast(builder.reduceSum(exponentials, 1), shape, rows);
    V probabilities = builder.divide(exponentials, sums);
    V target =
        builder.convert(SoftmaxCrossEntropy.isLabel(builder, operands.get(1), shape), DType.F32);
    V scale = builder.broadcast(operands.get(2), shape, rows);
    return List.of(builder.multiply(builder.subtract(probabilities, target), scale));
  }
}
