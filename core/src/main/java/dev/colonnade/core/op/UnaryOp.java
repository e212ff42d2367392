// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Element-wise functions of one operand; the result has the operand's type.
 *
 * <p>Unless stated otherwise NaN gives NaN. Bounds are in ulp of the correctly rounded result over
 * the whole range of binary32, denormal operands and results excepted, which may be flushed.
 */
public sealed interface UnaryOp extends Primitive {
  @Override
  default List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 1);
    Inference.dtype(this, operands, 0, allowed());
    return operands;
  }

  /** Element types the operation accepts. */
  default DType[] allowed() {
    return new DType[] {DType.F32};
  }

  /** {@code -x}; flips the sign of zero and NaN. F32, I32 (wraps). */
  record Negate() implements UnaryOp {
    @Override
    public DType[] allowed() {
      return new DType[] {DType.F32, DType.I32};
    }
  }

  /** {@code |x|}. F32, I32 (the smallest integer stays itself). */
  record Absolute() implements UnaryOp {
    @Override
    public DType[] allowed() {
      return new DType[] {DType.F32, DType.I32};
    }
  }

  /** -1, 0 or 1 by the sign of x; zeros keep their sign. F32. */
  record Sign() implements UnaryOp {}

  /** {@code e^x}, within 4 ulp. F32. */
  record Exp() implements UnaryOp {}

  /** Natural logarithm, within 4 ulp; -infinity at zero, NaN below. F32. */
  record Log() implements UnaryOp {}

  /** Square root, within 1 ulp; NaN below zero. F32. */
  record SquareRoot() implements UnaryOp {}

  /** Hyperbolic tangent, within 8 ulp. F32. */
  record Tanh() implements UnaryOp {}

  /** {@code 1 / (1 + e^-x)}, within 8 ulp. F32. */
  record Sigmoid() implements UnaryOp {}

  /** Sine of x in radians; absolute error at most 2^-22 for |x| up to 1000. F32. */
  record Sine() implements UnaryOp {}

  /** Cosine of x in radians; absolute error at most 2^-22 for |x| up to 1000. F32. */
  record Cosine() implements UnaryOp {}

  /** Largest integer not above x. F32. */
  record Floor() implements UnaryOp {}

  /** Logical negation. BOOL. */
  record LogicalNot() implements UnaryOp {
    @Override
    public DType[] allowed() {
      return new DType[] {DType.BOOL};
    }
  }
}
