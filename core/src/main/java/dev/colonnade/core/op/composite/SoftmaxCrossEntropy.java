// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Cross-entropy of a softmax against class labels, for each example: {@code log(sum_j e^(z_j)) -
 * z_label}, with the row's maximum subtracted first, so that large logits do not overflow.
 * Operands: logits F32 [n, k] and labels I32 [n] in 0 .. k-1; result F32 [n].
 */
public record SoftmaxCrossEntropy() implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    Inference.dtype(this, operands, 0, DType.F32);
    Inference.dtype(this, operands, 1, DType.I32);
    Inference.rank(this, operands, 0, 2);
    Shape rows = Shape.of(operands.get(0).shape().dimension(0));
    Inference.shape(this, operands, 1, rows);
    return List.of(operands.get(0).withShape(rows));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V logits = operands.get(0);
    Shape shape = logits.type().shape();
    V maximum = builder.broadcast(builder.reduceMax(logits, 1), shape, new int[] {0});
    V shifted = builder.subtract(logits, maximum);
    V logSum = builder.log(builder.reduceSum(builder.exp(shifted), 1));
    V chosen =
        builder.reduceSum(
            builder.select(isLabel(builder, operands.get(1), shape), shifted, builder.constant(0f)),
            1);
    return List.of(builder.subtract(logSum, chosen));
  }

  @Override
  public <V extends Operand> Optional<List<Optional<V>>> gradient(
      OpBuilder<V> builder, List<V> operands, List<V> results, List<V> resultGradients) {
    V gradient =
        builder.applyOne(
            new SoftmaxCrossEntropyGradient(),
            List.of(operands.get(0), operands.get(1), resultGradients.get(0)));
    return Optional.of(List.of(Optional.of(gradient), Optional.empty()));
  }

  /** BOOL [n, k]: true at each row's label. */
  static <V extends Operand> V isLabel(OpBuilder<V> builder, V labels, Shape shape) {
    return builder.compare(
        Compare.Relation.EQUAL,
        builder.iota(shape, 1),
        builder.broadcast(labels, shape, new int[] {0}));
  }
}
