// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

/**
 * The shape of a batch of matrix products C = alpha op(A) op(B) + beta C, row-major; op is the
 * identity or the transposition.
 *
 * @param batch how many products
 * @param transposeA whether A is stored as k x m instead of m x k
 * @param transposeB whether B is stored as n x k instead of k x n
 * @param m rows of C
 * @param n columns of C
 * @param k length of the dot products
 * @param lda distance between the stored rows of A, in floats
 * @param ldb distance between the stored rows of B
 * @param ldc distance between the rows of C
 * @param strideA distance between the As of the batch; 0 uses one A for all
 * @param strideB distance between the Bs of the batch; 0 uses one B for all
 * @param strideC distance between the Cs of the batch
 */
public record GemmShape(
    int batch,
    boolean transposeA,
    boolean transposeB,
    int m,
    int n,
    int k,
    int lda,
    int ldb,
    int ldc,
    int strideA,
    int strideB,
    int strideC) {

  /** Checks that no size is negative and that rows do not overlap. */
  public GemmShape {
    if (batch < 0 || m < 0 || n < 0 || k < 0 || strideA < 0 || strideB < 0 || strideC < 0) {
      throw new IllegalArgumentException(
          "Sizes and batch strides of a matrix product must not be negative; given batch "
              + batch
              + ", m "
              + m
              + ", n "
              + n
              + ", k "
              + k
              + ", batch strides "
              + strideA
              + ", "
              + strideB
              + ", "
              + strideC
              + ".");
    }
    requireRowStride("A", lda, transposeA ? m : k);
    requireRowStride("B", ldb, transposeB ? k : n);
    requireRowStride("C", ldc, n);
    if (batch > 1 && (long) strideC < ((long) m - 1) * ldc + n) {
      throw new IllegalArgumentException(
          "The matrices C of a batch would overlap: their distance is "
              + strideC
              + ", each takes "
              + (((long) m - 1) * ldc + n)
              + " floats.");
    }
  }

  private static void requireRowStride(String matrix, int stride, int columns) {
    if (stride < columns) {
      throw new IllegalArgumentException(
          "The rows of matrix "
              + matrix
              + " would overlap: their distance is "
              + stride
              + ", each has "
              + columns
              + " elements.");
    }
  }

  /** Returns the shape of one product of dense matrices. */
  public static GemmShape of(boolean transposeA, boolean transposeB, int m, int n, int k) {
    return batched(1, transposeA, transposeB, m, n, k);
  }

  /** Returns the shape of a batch of products of dense matrices that follow each other. */
  public static GemmShape batched(
      int batch, boolean transposeA, boolean transposeB, int m, int n, int k) {
    return new GemmShape(
        batch,
        transposeA,
        transposeB,
        m,
        n,
        k,
        transposeA ? m : k,
        transposeB ? k : n,
        n,
        Math.multiplyExact(m, k),
        Math.multiplyExact(k, n),
        Math.multiplyExact(m, n));
  }

  /** Returns the multiply-adds of the whole batch. */
  public long multiplyAdds() {
    return (long) batch * m * n * k;
  }
}
