// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Matrix product {@code op(a) op(b)} of F32 operands of rank 2, or of rank above 2 with equal
 * leading axes, which count as a batch. a is [..., m, k] ([..., k, m] if transposed), b is [..., k,
 * n] ([..., n, k] if transposed), the result [..., m, n]. Accumulation in fp32 or better, any
 * order; the operands' precision is the math mode's.
 *
 * @param transposeA whether a is given transposed
 * @param transposeB whether b is given transposed
 */
public record MatMul(boolean transposeA, boolean transposeB) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    Inference.dtype(this, operands, 0, DType.F32);
    Inference.dtype(this, operands, 1, DType.F32);
    Shape a = operands.get(0).shape();
    Shape b = operands.get(1).shape();
    Inference.require(
        this,
        operands,
        a.rank() >= 2 && a.rank() == b.rank(),
        "wants operands of one rank, at least 2");
    for (int axis = 0; axis < a.rank() - 2; axis++) {
      Inference.require(
          this,
          operands,
          a.dimension(axis) == b.dimension(axis),
          "wants equal leading (batch) axes; broadcast() the smaller operand");
    }
    int inner = a.dimension(transposeA ? -2 : -1);
    Inference.require(
        this,
        operands,
        inner == b.dimension(transposeB ? -1 : -2),
        "wants equal inner extents k; check transposeA and transposeB");
    return List.of(
        operands
            .get(0)
            .withShape(
                a.with(-2, a.dimension(transposeA ? -1 : -2))
                    .with(-1, b.dimension(transposeB ? -2 : -1))));
  }
}
