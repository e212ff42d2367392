// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of a layer's weights, or the weights behind a step of gradient descent along it.
 * Operands x [n, c, h, w] and dy [n, m, p, q], or x [n, i] and dy [n, o]; for a step also the
 * weights, with momentum their velocity, and the rate (a scalar). Result of the weights' shape,
 * with momentum also the new velocity. F32.
 *
 * @param geometry of the layer's convolution, of one group and without dilation
 * @param filter shape of the weights
 * @param step behind the gradient, or empty for the gradient itself
 */
public record DirectFilterGradient(
    ConvolutionGeometry geometry, Shape filter, Optional<ParameterStep> step) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    int taken = step.map(ParameterStep::operands).orElse(0);
    Inference.arity(this, operands, 2 + taken);
    return Collections.nCopies(Math.max(1, taken - 1), operands.get(0).withShape(filter));
  }

  /** Each weight is made from its old value. */
  @Override
  public boolean overwrites(int operand) {
    return step.isPresent() && step.get().overwrites(operand - 2);
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V x = operands.get(0);
    V dy = operands.get(1);
    V gradient =
        dy.type().shape().rank() == 2
            ? builder.matMul(dy, x, true, false)
            : builder.convolutionFilterGradient(x, dy, geometry, filter);
    if (step.isEmpty()) {
      return List.of(gradient);
    }
    List<V> taken = new ArrayList<>(operands.subList(2, operands.size()));
    taken.add(taken.size() - 1, gradient);
    return builder.apply(step.get().composite(), taken);
  }
}
