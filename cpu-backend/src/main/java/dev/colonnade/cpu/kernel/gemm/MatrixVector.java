// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with a vector: what a fully connected layer at batch 1 consists of. They are bound by
 * reading the matrix once, so it is read in place.
 *
 * <p>Each output element has one order of summation, however the outputs are grouped or divided.
 */
final class MatrixVector {

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  /** With 8 rows the compiler stops inlining before the last sums, and those box their vectors. */
  private static final int ROWS = 4;

  private MatrixVector() {}

  /**
   * Dot products of the rows of a matrix with a vector: {@code y[i] = alpha * sum over p of a[i *
   * lda + p] * x[p] + beta * y[i]} for rows {@code from} to {@code to - 1}.
   */
  static void rowDots(
      int from,
      int to,
      int depth,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] x,
      int xOffset,
      float beta,
      float[] y,
      int yOffset) {
    int bound = FLOAT.loopBound(depth);
    int i = from;
    for (; i + ROWS <= to; i += ROWS) {
      int a0 = aOffset + i * lda;
      int a1 = a0 + lda;
      int a2 = a1 + lda;
      int a3 = a2 + lda;
      FloatVector s0 = FloatVector.zero(FLOAT);
      FloatVector s1 = FloatVector.zero(FLOAT);
      FloatVector s2 = FloatVector.zero(FLOAT);
      FloatVector s3 = FloatVector.zero(FLOAT);
      for (int p = 0; p < bound; p += LANES) {
        FloatVector v = FloatVector.fromArray(FLOAT, x, xOffset + p);
        s0 = FloatVector.fromArray(FLOAT, a, a0 + p).fma(v, s0);
        s1 = FloatVector.fromArray(FLOAT, a, a1 + p).fma(v, s1);
        s2 = FloatVector.fromArray(FLOAT, a, a2 + p).fma(v, s2);
        s3 = FloatVector.fromArray(FLOAT, a, a3 + p).fma(v, s3);
      }
      int out = yOffset + i;
      finish(Simd.sum(s0), a, a0, x, xOffset, bound, depth, alpha, beta, y, out);
      finish(Simd.sum(s1), a, a1, x, xOffset, bound, depth, alpha, beta, y, out + 1);
      finish(Simd.sum(s2), a, a2, x, xOffset, bound, depth, alpha, beta, y, out + 2);
      finish(Simd.sum(s3), a, a3, x, xOffset, bound, depth, alpha, beta, y, out + 3);
    }
    for (; i < to; i++) {
      int row = aOffset + i * lda;
      FloatVector s = FloatVector.zero(FLOAT);
      for (int p = 0; p < bound; p += LANES) {
        s =
            FloatVector.fromArray(FLOAT, a, row + p)
                .fma(FloatVector.fromArray(FLOAT, x, xOffset + p), s);
      }
      finish(Simd.sum(s), a, row, x, xOffset, bound, depth, alpha, beta, y, yOffset + i);
    }
  }

  private static void finish(
      float sum,
      float[] a,
      int row,
      float[] x,
      int xOffset,
      int from,
      int depth,
      float alpha,
      float beta,
      float[] y,
      int out) {
    float s = sum;
    for (int p = from; p < depth; p++) {
      s = Math.fma(a[row + p], x[xOffset + p], s);
    }
    y[out] = beta == 0 ? alpha * s : alpha * s + beta * y[out];
  }

  /**
   * A weighted sum of the rows of a matrix: {@code y[j] = alpha * sum over p of x[p] * a[p * lda +
   * j] + beta * y[j]} for columns {@code from} to {@code to - 1}.
   */
  static void rowSum(
      int from,
      int to,
      int depth,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] x,
      int xOffset,
      float beta,
      float[] y,
      int yOffset) {
    int j = from;
    for (; j + 4 * LANES <= to; j += 4 * LANES) {
      FloatVector s0 = FloatVector.zero(FLOAT);
      FloatVector s1 = FloatVector.zero(FLOAT);
      FloatVector s2 = FloatVector.zero(FLOAT);
      FloatVector s3 = FloatVector.zero(FLOAT);
      int row = aOffset + j;
      for (int p = 0; p < depth; p++) {
        FloatVector v = FloatVector.broadcast(FLOAT, x[xOffset + p]);
        s0 = v.fma(FloatVector.fromArray(FLOAT, a, row), s0);
        s1 = v.fma(FloatVector.fromArray(FLOAT, a, row + LANES), s1);
        s2 = v.fma(FloatVector.fromArray(FLOAT, a, row + 2 * LANES), s2);
        s3 = v.fma(FloatVector.fromArray(FLOAT, a, row + 3 * LANES), s3);
        row += lda;
      }
      int out = yOffset + j;
      blend(s0, alpha, beta, y, out);
      blend(s1, alpha, beta, y, out + LANES);
      blend(s2, alpha, beta, y, out + 2 * LANES);
      blend(s3, alpha, beta, y, out + 3 * LANES);
    }
    for (; j + LANES <= to; j += LANES) {
      FloatVector s = FloatVector.zero(FLOAT);
      int row = aOffset + j;
      for (int p = 0; p < depth; p++) {
        s =
            FloatVector.broadcast(FLOAT, x[xOffset + p])
                .fma(FloatVector.fromArray(FLOAT, a, row), s);
        row += lda;
      }
      blend(s, alpha, beta, y, yOffset + j);
    }
    if (j < to) {
      lastColumns(j, to, depth, alpha, a, aOffset, lda, x, xOffset, beta, y, yOffset);
    }
  }

  /**
   * Fewer columns than a vector holds. A masked access that reaches beyond the end of its array is
   * right, but leaves the compiled path and allocates; so rows whose vector would do that are
   * summed in plain loops.
   */
  private static void lastColumns(
      int j,
      int to,
      int depth,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] x,
      int xOffset,
      float beta,
      float[] y,
      int yOffset) {
    int out = yOffset + j;
    int inside = out + LANES <= y.length ? depth : 0;
    while (inside > 0 && aOffset + j + (inside - 1) * lda + LANES > a.length) {
      inside--;
    }
    float remaining = beta;
    if (inside > 0) {
      VectorMask<Float> rest = FLOAT.indexInRange(0, to - j);
      FloatVector s = FloatVector.zero(FLOAT);
      int row = aOffset + j;
      for (int p = 0; p < inside; p++) {
        s =
            FloatVector.broadcast(FLOAT, x[xOffset + p])
                .fma(FloatVector.fromArray(FLOAT, a, row, rest), s);
        row += lda;
      }
      FloatVector result = s.mul(alpha);
      if (beta != 0) {
        result = result.add(FloatVector.fromArray(FLOAT, y, out, rest).mul(beta));
      }
      result.intoArray(y, out, rest);
      remaining = 1;
    }
    if (inside < depth) {
      for (int column = j; column < to; column++) {
        float sum = 0;
        for (int p = inside; p < depth; p++) {
          sum = Math.fma(x[xOffset + p], a[aOffset + column + p * lda], sum);
        }
        int target = yOffset + column;
        y[target] = remaining == 0 ? alpha * sum : alpha * sum + remaining * y[target];
      }
    }
  }

  private static void blend(FloatVector sum, float alpha, float beta, float[] y, int out) {
    FloatVector result = sum.mul(alpha);
    if (beta != 0) {
      result = result.add(FloatVector.fromArray(FLOAT, y, out).mul(beta));
    }
    result.intoArray(y, out);
  }

  /**
   * The outer product of two vectors: {@code c[i * ldc + j] = alpha * a[i * aStride] * b[j] + beta
   * * c[i * ldc + j]} for rows {@code from} to {@code to - 1}; alpha multiplies a first.
   */
  static void outerProduct(
      int from,
      int to,
      int columns,
      float alpha,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    int bound = FLOAT.loopBound(columns);
    for (int i = from; i < to; i++) {
      float factor = alpha * a[aOffset + i * aStride];
      int row = cOffset + i * ldc;
      if (beta == 0) {
        for (int j = 0; j < bound; j += LANES) {
          FloatVector.fromArray(FLOAT, b, bOffset + j).mul(factor).intoArray(c, row + j);
        }
        for (int j = bound; j < columns; j++) {
          c[row + j] = factor * b[bOffset + j];
        }
      } else {
        for (int j = 0; j < bound; j += LANES) {
          FloatVector.fromArray(FLOAT, b, bOffset + j)
              .fma(
                  FloatVector.broadcast(FLOAT, factor),
                  FloatVector.fromArray(FLOAT, c, row + j).mul(beta))
              .intoArray(c, row + j);
        }
        for (int j = bound; j < columns; j++) {
          c[row + j] = Math.fma(factor, b[bOffset + j], beta * c[row + j]);
        }
      }
    }
  }
}
