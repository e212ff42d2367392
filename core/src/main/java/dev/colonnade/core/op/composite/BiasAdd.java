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
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Adds one number for each map: operands x [n, c, ...] and bias [c], result like x. F32. The bias
 * gradient is the sum of dy over all axes but the second.
 */
public record BiasAdd() implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    Inference.dtype(this, operands, 0, DType.F32);
    Inference.dtype(this, operands, 1, DType.F32);
    Shape x = operands.get(0).shape();
    Inference.require(this, operands, x.rank() >= 2, "wants x of rank at least 2, [n, c, ...]");
    Inference.shape(this, operands, 1, Shape.of(x.dimension(1)));
    return List.of(operands.get(0));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V x = operands.get(0);
    return List.of(
        builder.add(x, builder.broadcast(operands.get(1), x.type().shape(), new int[] {1})));
  }

  @Override
  public <V extends Operand> Optional<List<Optional<V>>> gradient(
      OpBuilder<V> builder, List<V> operands, List<V> results, List<V> resultGradients) {
    V dy = resultGradients.get(0);
    int[] axes = IntStream.range(0, dy.type().shape().rank()).filter(axis -> axis != 1).toArray();
    return Optional.of(List.of(Optional.of(dy), Optional.of(builder.reduceSum(dy, axes))));
  }
}
