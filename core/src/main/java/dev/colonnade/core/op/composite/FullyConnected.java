// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * {@code activation(x w^T + bias)}: operands x [n, i], w [o, i], bias [o]; result [n, o]. F32. Made
 * by fusion from matmul, bias and activation, after gradients were taken.
 *
 * @param activation applied to each element
 */
public record FullyConnected(Activation activation) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 3);
    for (int i = 0; i < 3; i++) {
      Inference.dtype(this, operands, i, DType.F32);
    }
    TensorType product = new MatMul(false, true).infer(operands.subList(0, 2)).get(0);
    Inference.rank(this, operands, 0, 2);
    Inference.shape(this, operands, 2, Shape.of(product.shape().dimension(1)));
    return List.of(product);
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V product = builder.matMul(operands.get(0), operands.get(1), false, true);
    V biased = builder.applyOne(new BiasAdd(), List.of(product, operands.get(2)));
    return List.of(activation.build(builder, biased));
  }
}
