// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of a layer's weights, or the weights behind a step of gradient descent along it.
 * Operands x [n, c, h, w] and dy [n, m, p, q], or x [n, i] and dy [n, o]; for a step also the
 * weights and the rate (a scalar). Result of the weights' shape. F32.
 *
 * @param geometry of the layer's convolution, of one group and without dilation
 * @param filter shape of the weights
 * @param decay weight decay of the step, or empty for the gradient itself
 */
public record DirectFilterGradient(
    ConvolutionGeometry geometry, Shape filter, Optional<Float> decay) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, decay.isPresent() ? 4 : 2);
    return List.of(operands.get(0).withShape(filter));
  }

  /** Each weight is made from its old value. */
  @Override
  public boolean overwrites(int operand) {
    return operand == 2;
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V x = operands.get(0);
    V dy = operands.get(1);
    V gradient =
        dy.type().shape().rank() == 2
            ? builder.matMul(dy, x, true, false)
            : builder.convolutionFilterGradient(x, dy, geometry, filter);
    return List.of(
        decay.isEmpty()
            ? gradient
            : builder.applyOne(
                new SgdStep(decay.get()), List.of(operands.get(2), gradient, operands.get(3))));
  }
}
