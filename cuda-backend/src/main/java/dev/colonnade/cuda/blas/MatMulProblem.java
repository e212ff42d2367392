// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import dev.colonnade.core.backend.MathMode;

/**
 * A product of matrices, row-major and without gaps, with a binary32 result: {@code C[m, n] = alpha
 * op(A)[m, k] op(B)[k, n] + beta C[m, n]}, for each of {@code batch} triples that lie at fixed
 * distances.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of the sums
 * @param transposeA whether A is stored as {@code [k, m]}
 * @param transposeB whether B is stored as {@code [n, k]}
 * @param alpha factor of the product
 * @param beta factor of what C held before; 0 also overwrites what is not a number
 * @param batch number of products, at least 1
 * @param strideA elements from one A to the next; 0 uses the same for all
 * @param strideB elements from one B to the next; 0 uses the same for all
 * @param strideC elements from one C to the next
 * @param mathMode precision of the operands
 * @param deterministic whether every run must give the same bits
 * @param operands how A and B lie in memory; bfloat16 only under {@link MathMode#BF16}
 */
public record MatMulProblem(
    int m,
    int n,
    int k,
    boolean transposeA,
    boolean transposeB,
    float alpha,
    float beta,
    int batch,
    long strideA,
    long strideB,
    long strideC,
    MathMode mathMode,
    boolean deterministic,
    OperandType operands) {
  /** Checks the extents. */
  public MatMulProblem {
    if (m < 1 || n < 1 || k < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "a product needs positive extents, got m "
              + m
              + ", n "
              + n
              + ", k "
              + k
              + ", batch "
              + batch);
    }
    if (strideA < 0 || strideB < 0 || (batch > 1 && strideC < (long) m * n)) {
      throw new IllegalArgumentException(
          "strides of a batch must not be negative, and its results must not overlap: got "
              + strideA
              + ", "
              + strideB
              + ", "
              + strideC
              + " elements");
    }
    if (operands == OperandType.BFLOAT16 && mathMode != MathMode.BF16) {
      throw new IllegalArgumentException(
          "operands in bfloat16 belong to BF16, not to " + mathMode + "; leave them binary32");
    }
  }

  /** One product, with alpha 1 and beta 0. */
  public static MatMulProblem single(
      int m,
      int n,
      int k,
      boolean transposeA,
      boolean transposeB,
      MathMode mathMode,
      boolean deterministic) {
    return new MatMulProblem(
        m,
        n,
        k,
        transposeA,
        transposeB,
        1f,
        0f,
        1,
        0,
        0,
        0,
        mathMode,
        deterministic,
        OperandType.FLOAT);
  }

  /** The same product of operands that lie in memory otherwise. */
  public MatMulProblem withOperands(OperandType other) {
    return new MatMulProblem(
        m,
        n,
        k,
        transposeA,
        transposeB,
        alpha,
        beta,
        batch,
        strideA,
        strideB,
        strideC,
        mathMode,
        deterministic,
        other);
  }

  /** Elements from one stored row of A to the next. */
  int rowOfA() {
    return transposeA ? m : k;
  }

  /** Elements from one stored row of B to the next. */
  int rowOfB() {
    return transposeB ? k : n;
  }
}
