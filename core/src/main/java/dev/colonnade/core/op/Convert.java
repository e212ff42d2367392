// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Element-wise conversion to another element type.
 *
 * <p>To F32: the nearest value, ties to even. F32 to I32 and U8: towards zero, saturating at the
 * type's limits, NaN gives 0. I32 to U8: saturating. BOOL counts as 0 and 1. To BOOL: true unless
 * the value equals 0 (NaN is true).
 *
 * @param dtype element type of the result
 */
public record Convert(DType dtype) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 1);
    return List.of(operands.get(0).withDType(dtype));
  }
}
