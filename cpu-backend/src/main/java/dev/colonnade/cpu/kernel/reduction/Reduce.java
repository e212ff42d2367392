// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.reduction;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of the middle axis of an array seen as outer x reduced x inner, row-major; the result
 * is outer x inner. A call computes the outer indices {@code from} to {@code to - 1}, so that
 * threads may divide them; the order of each sum is fixed.
 */
public final class Reduce {

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  private Reduce() {}

  /** Sums fp32 elements; sums over the last axis run in four vectors, added pairwise at the end. */
  public static void sum(
      int from, int to, int reduced, int inner, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = from; i < to; i++) {
      int source = xOffset + i * reduced * inner;
      int target = yOffset + i * inner;
      if (inner == 1) {
        y[target] = sumRow(x, source, reduced);
      } else {
        sumColumns(x, source, reduced, inner, y, target);
      }
    }
  }

  private static float sumRow(float[] x, int offset, int length) {
    FloatVector s0 = FloatVector.zero(FLOAT);
    FloatVector s1 = FloatVector.zero(FLOAT);
    FloatVector s2 = FloatVector.zero(FLOAT);
    FloatVector s3 = FloatVector.zero(FLOAT);
    int i = 0;
    for (; i + 4 * LANES <= length; i += 4 * LANES) {
      s0 = s0.add(FloatVector.fromArray(FLOAT, x, offset + i));
      s1 = s1.add(FloatVector.fromArray(FLOAT, x, offset + i + LANES));
      s2 = s2.add(FloatVector.fromArray(FLOAT, x, offset + i + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(FLOAT, x, offset + i + 3 * LANES));
    }
    for (; i + LANES <= length; i += LANES) {
      s0 = s0.add(FloatVector.fromArray(FLOAT, x, offset + i));
    }
    float rest = 0;
    for (; i < length; i++) {
      rest += x[offset + i];
    }
    return Simd.sum(s0.add(s1).add(s2.add(s3))) + rest;
  }

  private static void sumColumns(
      float[] x, int source, int reduced, int inner, float[] y, int target) {
    int bound = FLOAT.loopBound(inner);
    for (int j = 0; j < bound; j += LANES) {
      FloatVector s = FloatVector.zero(FLOAT);
      int at = source + j;
      for (int r = 0; r < reduced; r++) {
        s = s.add(FloatVector.fromArray(FLOAT, x, at));
        at += inner;
      }
      s.intoArray(y, target + j);
    }
    for (int j = bound; j < inner; j++) {
      float s = 0;
      for (int r = 0; r < reduced; r++) {
        s += x[source + r * inner + j];
      }
      y[target + j] = s;
    }
  }

  /** Finds the largest fp32 elements; NaN if there is one. {@code reduced} must be at least 1. */
  public static void max(
      int from, int to, int reduced, int inner, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = from; i < to; i++) {
      int source = xOffset + i * reduced * inner;
      int target = yOffset + i * inner;
      if (inner == 1) {
        y[target] = maxRow(x, source, reduced);
      } else {
        maxColumns(x, source, reduced, inner, y, target);
      }
    }
  }

  static float maxRow(float[] x, int offset, int length) {
    FloatVector m = FloatVector.broadcast(FLOAT, Float.NEGATIVE_INFINITY);
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      m = m.max(FloatVector.fromArray(FLOAT, x, offset + i));
    }
    float result = m.reduceLanes(VectorOperators.MAX);
    for (int i = bound; i < length; i++) {
      result = Math.max(result, x[offset + i]);
    }
    return result;
  }

  private static void maxColumns(
      float[] x, int source, int reduced, int inner, float[] y, int target) {
    int bound = FLOAT.loopBound(inner);
    for (int j = 0; j < bound; j += LANES) {
      FloatVector m = FloatVector.fromArray(FLOAT, x, source + j);
      int at = source + j + inner;
      for (int r = 1; r < reduced; r++) {
        m = m.max(FloatVector.fromArray(FLOAT, x, at));
        at += inner;
      }
      m.intoArray(y, target + j);
    }
    for (int j = bound; j < inner; j++) {
      float m = x[source + j];
      for (int r = 1; r < reduced; r++) {
        m = Math.max(m, x[source + r * inner + j]);
      }
      y[target + j] = m;
    }
  }
}
