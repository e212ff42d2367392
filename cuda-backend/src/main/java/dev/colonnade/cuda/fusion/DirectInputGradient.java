// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of a layer's input, taken on through what lies below the layer. Operands dy [n, m,
 * p, q] and filter [m, c, r, s], or dy [n, o] and weights [o, i]; with something below also the
 * result of the activation there. Result: the gradient of the layer's input, or of the input of the
 * activation below. F32.
 *
 * @param geometry of the layer's convolution, of one group and without dilation
 * @param input shape of the layer's input
 * @param below what lies below the layer and is taken along
 */
public record DirectInputGradient(ConvolutionGeometry geometry, Shape input, Optional<Below> below)
    implements Composite {
  /**
   * What lies between a layer and the one below.
   *
   * @param windows max-pooling, if any
   * @param activation in front of the pooling, if it is one that is taken along
   */
  public record Below(Optional<Windows> windows, Optional<Activation.ScaledTanh> activation) {}

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, below.isPresent() ? 3 : 2);
    return List.of(below.isPresent() ? operands.get(2) : operands.get(0).withShape(input));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V dy = operands.get(0);
    V gradient =
        dy.type().shape().rank() == 2
            ? builder.matMul(dy, operands.get(1))
            : builder.convolutionInputGradient(dy, operands.get(1), geometry, input);
    if (below.isEmpty()) {
      return List.of(gradient);
    }
    V y = operands.get(2);
    if (below.get().windows().isPresent()) {
      Windows windows = below.get().windows().get();
      V pooled = builder.reshape(gradient, windows.pooled(y.type().shape()));
      gradient = builder.maxPoolGradient(y, pooled, windows.geometry());
    } else {
      gradient = builder.reshape(gradient, y.type().shape());
    }
    if (below.get().activation().isPresent()) {
      Activation.ScaledTanh tanh = below.get().activation().get();
      gradient =
          builder.applyOne(
              new ScaledTanhGradient(tanh.amplitude(), tanh.slope()), List.of(y, gradient));
    }
    return List.of(gradient);
  }
}
