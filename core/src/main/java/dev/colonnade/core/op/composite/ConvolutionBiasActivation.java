// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * {@code activation(convolution(x, filter) + bias)}: operands x [n, c, h, w], filter [m, c /
 * groups, r, s], bias [m]; result [n, m, p, q]. F32. Made by fusion, after gradients were taken.
 *
 * @param geometry of the convolution
 * @param activation applied to each element
 */
public record ConvolutionBiasActivation(ConvolutionGeometry geometry, Activation activation)
    implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 3);
    Inference.dtype(this, operands, 2, DType.F32);
    TensorType output =
        new ConvolutionOp.Convolution(geometry).infer(operands.subList(0, 2)).get(0);
    Inference.shape(this, operands, 2, Shape.of(output.shape().dimension(1)));
    return List.of(output);
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V product = builder.convolution(operands.get(0), operands.get(1), geometry);
    V biased = builder.applyOne(new BiasAdd(), List.of(product, operands.get(2)));
    return List.of(activation.build(builder, biased));
  }
}
