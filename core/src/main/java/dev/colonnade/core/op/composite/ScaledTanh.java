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
import java.util.Optional;

/**
 * {@code y = amplitude * tanh(slope * x)}, F32, any shape: DanNet's activation with 1.7159 and
 * 0.6666 (Ciresan et al., IJCAI 2011, sec. 4 [memory]; the form is LeCun's).
 *
 * @param amplitude limit of |y|
 * @param slope factor of x inside the tanh
 */
public record ScaledTanh(float amplitude, float slope) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 1);
    Inference.dtype(this, operands, 0, DType.F32);
    return operands;
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V inner = builder.multiply(operands.get(0), slope);
    return List.of(builder.multiply(builder.tanh(inner), amplitude));
  }

  @Override
  public <V extends Operand> Optional<List<Optional<V>>> gradient(
      OpBuilder<V> builder, List<V> operands, List<V> results, List<V> resultGradients) {
    V dx =
        builder.applyOne(
            new ScaledTanhGradient(amplitude, slope),
            List.of(results.get(0), resultGradients.get(0)));
    return Optional.of(List.of(Optional.of(dx)));
  }
}
