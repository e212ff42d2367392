// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Element-wise choice: {@code condition ? onTrue : onFalse}. Operands: condition (BOOL), onTrue and
 * onFalse (any one type), all of one shape. The value not chosen has no influence, NaN or not.
 */
public record Select() implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 3);
    Inference.dtype(this, operands, 0, DType.BOOL);
    Inference.dtype(this, operands, 2, operands.get(1).dtype());
    Inference.sameShape(this, operands, 0, 1);
    Inference.sameShape(this, operands, 1, 2);
    return List.of(operands.get(1));
  }
}
