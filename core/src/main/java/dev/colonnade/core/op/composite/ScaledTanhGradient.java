// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Gradient of {@link ScaledTanh} from its result: {@code dx = dy * (amplitude * slope - slope /
 * amplitude * y^2)}. Operands y and dy of one shape, F32.
 *
 * @param amplitude as in the forward operation
 * @param slope as in the forward operation
 */
public record ScaledTanhGradient(float amplitude, float slope) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    Inference.dtype(this, operands, 0, DType.F32);
    Inference.dtype(this, operands, 1, DType.F32);
    Inference.sameShape(this, operands, 0, 1);
    return List.of(operands.get(0));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V y = operands.get(0);
    V derivative =
        builder.subtract(
            builder.constant(amplitude * slope),
            builder.multiply(builder.multiply(y, y), slope / amplitude));
    return List.of(builder.multiply(operands.get(1), derivative));
  }
}
