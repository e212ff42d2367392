// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.scalar;

import dev.colonnade.cpu.kernel.gemm.GemmShape;

/** The matrix product as plain loops, the inner one along the rows of what is read most. */
public final class ScalarGemm {

  private ScalarGemm() {}

  /** Computes C = alpha op(A) op(B) + beta C; a beta of 0 overwrites C without reading it. */
  public static void run(
      GemmShape shape,
      float alpha,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float beta,
      float[] c,
      int cOffset) {
    for (int i = 0; i < shape.batch(); i++) {
      int aAt = aOffset + i * shape.strideA();
      int bAt = bOffset + i * shape.strideB();
      int cAt = cOffset + i * shape.strideC();
      if (shape.transposeB()) {
        rowByRow(shape, alpha, a, aAt, b, bAt, beta, c, cAt);
      } else {
        rowSums(shape, alpha, a, aAt, b, bAt, beta, c, cAt);
      }
    }
  }

  private static int indexA(GemmShape shape, int row, int p) {
    return shape.transposeA() ? p * shape.lda() + row : row * shape.lda() + p;
  }

  /** B transposed: each element of C is a dot product with a contiguous row of B. */
  private static void rowByRow(
      GemmShape shape,
      float alpha,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float beta,
      float[] c,
      int cAt) {
    int stepA = shape.transposeA() ? shape.lda() : 1;
    for (int row = 0; row < shape.m(); row++) {
      int fromA = aAt + indexA(shape, row, 0);
      for (int column = 0; column < shape.n(); column++) {
        int fromB = bAt + column * shape.ldb();
        float sum = 0;
        for (int p = 0; p < shape.k(); p++) {
          sum += a[fromA + p * stepA] * b[fromB + p];
        }
        int at = cAt + row * shape.ldc() + column;
        c[at] = beta == 0 ? alpha * sum : alpha * sum + beta * c[at];
      }
    }
  }

  /** B in rows: each row of C is a sum of rows of B. */
  private static void rowSums(
      GemmShape shape,
      float alpha,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float beta,
      float[] c,
      int cAt) {
    for (int row = 0; row < shape.m(); row++) {
      int target = cAt + row * shape.ldc();
      for (int column = 0; column < shape.n(); column++) {
        c[target + column] = beta == 0 ? 0 : beta * c[target + column];
      }
      for (int p = 0; p < shape.k(); p++) {
        float factor = alpha * a[aAt + indexA(shape, row, p)];
        int fromB = bAt + p * shape.ldb();
        for (int column = 0; column < shape.n(); column++) {
          c[target + column] += factor * b[fromB + column];
        }
      }
    }
  }
}
