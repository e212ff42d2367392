// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution with bias and activation, and the max-pooling behind it: operands x [n, c, h, w],
 * filter [m, c, r, s], bias [m]; results y [n, m, p, q] and, with pooling, what is pooled. Without
 * pooling a fully connected layer too: x [n, i], weights [o, i], bias [o]; result [n, o]. F32.
 *
 * @param geometry of the convolution, of one group and without dilation
 * @param activation applied to each element
 * @param pooling windows that lie side by side and cover all of y, if there are any
 */
public record DirectLayer(
    ConvolutionGeometry geometry, Activation activation, Optional<Windows> pooling)
    implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 3);
    TensorType y = layer(operands.get(0).shape().rank() == 2).infer(operands).get(0);
    List<TensorType> results = new ArrayList<>(List.of(y));
    pooling.ifPresent(windows -> results.add(y.withShape(windows.pooled(y.shape()))));
    return results;
  }

  private Composite layer(boolean fullyConnected) {
    return fullyConnected
        ? new FullyConnected(activation)
        : new ConvolutionBiasActivation(geometry, activation);
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V y = builder.applyOne(layer(operands.get(0).type().shape().rank() == 2), operands);
    List<V> results = new ArrayList<>(List.of(y));
    pooling.ifPresent(windows -> results.add(builder.maxPool(y, windows.geometry())));
    return results;
  }
}
