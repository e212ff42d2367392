// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.pooling;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Max-pooling of windows of 2 x 2 side by side, the commonest, one vector of windows at a time. The
 * rules are those of {@link MaxPooling}. Rows shorter than a vector are read past their end, where
 * the array goes on, and stored under a mask.
 */
final class PairPooling {

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  /** From two neighbouring vectors, the elements of even place, and those of odd place. */
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOAT, i -> 2 * i);

  private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(FLOAT, i -> 2 * i + 1);

  /** From two vectors, their elements in turn: the lower and the upper half of the result. */
  private static final VectorShuffle<Float> LOWER =
      VectorShuffle.fromOp(FLOAT, i -> i / 2 + i % 2 * LANES);

  private static final VectorShuffle<Float> UPPER =
      VectorShuffle.fromOp(FLOAT, i -> LANES / 2 + i / 2 + i % 2 * LANES);

  private PairPooling() {}

  /** One row of windows: {@code outputs} of them, from input rows that are {@code width} apart. */
  static void forwardRow(float[] x, int row, int width, float[] y, int out, int outputs) {
    int ox = 0;
    while (ox < outputs && row + width + 2 * ox + 2 * LANES < x.length) {
      int at = row + 2 * ox;
      // Vertical maxima, then those of neighbours; every other lane holds a result.
      FloatVector left =
          FloatVector.fromArray(FLOAT, x, at).max(FloatVector.fromArray(FLOAT, x, at + width));
      FloatVector right =
          FloatVector.fromArray(FLOAT, x, at + LANES)
              .max(FloatVector.fromArray(FLOAT, x, at + LANES + width));
      FloatVector result = left.rearrange(EVEN, right).max(left.rearrange(ODD, right));
      if (ox + LANES <= outputs) {
        result.intoArray(y, out + ox);
      } else {
        result.intoArray(y, out + ox, FLOAT.indexInRange(ox, outputs));
      }
      ox += LANES;
    }
    for (; ox < outputs; ox++) {
      int at = row + 2 * ox;
      float upper = Math.max(x[at], x[at + 1]);
      y[out + ox] = Math.max(upper, Math.max(x[at + width], x[at + width + 1]));
    }
  }

  /**
   * One row of windows of the gradient.
   *
   * @param target where the two rows of dx begin; they are {@code width} apart
   */
  static void gradientRow(
      float[] x, int row, int width, float[] dy, int in, int outputs, float[] dx, int target) {
    VectorMask<Float> rest = FLOAT.indexInRange(FLOAT.loopBound(outputs), outputs);
    VectorMask<Float> restLower = FLOAT.indexInRange(2 * FLOAT.loopBound(outputs), 2 * outputs);
    VectorMask<Float> restUpper =
        FLOAT.indexInRange(2 * FLOAT.loopBound(outputs) + LANES, 2 * outputs);
    int ox = 0;
    while (ox < outputs && row + width + 2 * ox + 2 * LANES <= x.length) {
      boolean whole = ox + LANES <= outputs;
      int at = row + 2 * ox;
      FloatVector u = FloatVector.fromArray(FLOAT, x, at);
      FloatVector v = FloatVector.fromArray(FLOAT, x, at + LANES);
      FloatVector a = u.rearrange(EVEN, v);
      FloatVector b = u.rearrange(ODD, v);
      u = FloatVector.fromArray(FLOAT, x, at + width);
      v = FloatVector.fromArray(FLOAT, x, at + LANES + width);
      FloatVector c = u.rearrange(EVEN, v);
      FloatVector d = u.rearrange(ODD, v);
      // A comparison with NaN is false, so that NaN beats what comes after it and loses to none.
      VectorMask<Float> winsA =
          a.compare(VectorOperators.GE, b)
              .and(a.compare(VectorOperators.GE, c))
              .and(a.compare(VectorOperators.GE, d))
              .or(a.compare(VectorOperators.NE, a));
      VectorMask<Float> winsB =
          b.compare(VectorOperators.GE, c)
              .and(b.compare(VectorOperators.GE, d))
              .or(b.compare(VectorOperators.NE, b))
              .andNot(winsA);
      VectorMask<Float> upper = winsA.or(winsB);
      VectorMask<Float> winsC =
          c.compare(VectorOperators.GE, d).or(c.compare(VectorOperators.NE, c)).andNot(upper);
      FloatVector g =
          whole
              ? FloatVector.fromArray(FLOAT, dy, in + ox)
              : FloatVector.fromArray(FLOAT, dy, in + ox, rest);
      FloatVector zero = FloatVector.zero(FLOAT);
      FloatVector ga = zero.blend(g, winsA);
      FloatVector gb = zero.blend(g, winsB);
      FloatVector gc = zero.blend(g, winsC);
      FloatVector gd = g.blend(zero, upper.or(winsC));
      int to = target + 2 * ox;
      if (whole) {
        ga.rearrange(LOWER, gb).intoArray(dx, to);
        ga.rearrange(UPPER, gb).intoArray(dx, to + LANES);
        gc.rearrange(LOWER, gd).intoArray(dx, to + width);
        gc.rearrange(UPPER, gd).intoArray(dx, to + width + LANES);
      } else {
        ga.rearrange(LOWER, gb).intoArray(dx, to, restLower);
        ga.rearrange(UPPER, gb).intoArray(dx, to + LANES, restUpper);
        gc.rearrange(LOWER, gd).intoArray(dx, to + width, restLower);
        gc.rearrange(UPPER, gd).intoArray(dx, to + width + LANES, restUpper);
      }
      ox += LANES;
    }
    for (; ox < outputs; ox++) {
      int at = row + 2 * ox;
      int winner = 0;
      if (beats(x[at + 1], x[at])) {
        winner = 1;
      }
      if (beats(x[at + width], x[at + winner])) {
        winner = width;
      }
      if (beats(x[at + width + 1], x[at + winner])) {
        winner = width + 1;
      }
      dx[target + 2 * ox + winner] = dy[in + ox];
    }
  }

  /** Whether a candidate beats the best so far: larger, or the first NaN. */
  static boolean beats(float candidate, float best) {
    return candidate > best || (Float.isNaN(candidate) && !Float.isNaN(best));
  }
}
