// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Element-wise comparison of two operands of one type and shape; the result is BOOL. F32, I32, U8.
 * With a NaN only {@code NOT_EQUAL} is true. -0 equals +0.
 *
 * @param relation which comparison
 */
public record Compare(Relation relation) implements Primitive {
  /** The six comparisons. */
  public enum Relation {
    /** a = b. */
    EQUAL,
    /** a differs from b. */
    NOT_EQUAL,
    /** a below b. */
    LESS,
    /** a not above b. */
    LESS_OR_EQUAL,
    /** a above b. */
    GREATER,
    /** a not below b. */
    GREATER_OR_EQUAL
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    Inference.dtype(this, operands, 0, DType.F32, DType.I32, DType.U8);
    Inference.dtype(this, operands, 1, operands.get(0).dtype());
    Inference.sameShape(this, operands, 0, 1);
    return List.of(operands.get(0).withDType(DType.BOOL));
  }
}
