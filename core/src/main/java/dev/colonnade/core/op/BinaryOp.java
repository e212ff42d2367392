// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Element-wise functions of two operands of one type, which is the result's. Nothing broadcasts by
 * itself: the builder inserts {@code broadcast} nodes, so that a backend sees where it happens.
 */
public sealed interface BinaryOp extends Primitive {
  @Override
  default List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    Inference.dtype(this, operands, 0, allowed());
    Inference.dtype(this, operands, 1, operands.get(0).dtype());
    Inference.sameShape(this, operands, 0, 1);
    return List.of(operands.get(0));
  }

  /** Element types the operation accepts. */
  default DType[] allowed() {
    return new DType[] {DType.F32, DType.I32};
  }

  /** {@code a + b}; correctly rounded, or fused with a neighbouring product. F32, I32 (wraps). */
  record Add() implements BinaryOp {}

  /** {@code a - b}; correctly rounded, or fused with a neighbouring product. F32, I32 (wraps). */
  record Subtract() implements BinaryOp {}

  /** {@code a * b}. F32, I32 (wraps). */
  record Multiply() implements BinaryOp {}

  /** {@code a / b}, within 2.5 ulp. F32. */
  record Divide() implements BinaryOp {
    @Override
    public DType[] allowed() {
      return new DType[] {DType.F32};
    }
  }

  /** The larger of both; NaN if either is NaN. The sign of a zero result is open. F32, I32. */
  record Maximum() implements BinaryOp {}

  /** The smaller of both; NaN if either is NaN. The sign of a zero result is open. F32, I32. */
  record Minimum() implements BinaryOp {}

  /** {@code a^b}, within 16 ulp; special cases as C's {@code powf}. F32. */
  record Power() implements BinaryOp {
    @Override
    public DType[] allowed() {
      return new DType[] {DType.F32};
    }
  }

  /** Both true. BOOL. */
  record LogicalAnd() implements BinaryOp {
    @Override
    public DType[] allowed() {
      return new DType[] {DType.BOOL};
    }
  }

  /** At least one true. BOOL. */
  record LogicalOr() implements BinaryOp {
    @Override
    public DType[] allowed() {
      return new DType[] {DType.BOOL};
    }
  }
}
