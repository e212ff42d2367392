// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.judge;

import dev.colonnade.conformance.oracle.OracleTensor;
import java.util.Arrays;

/**
 * How far a result may lie from the oracle's.
 *
 * <p>Two criteria, and both must hold: no single element is off by more than its {@code largest},
 * and the normalised mean square error {@code sum (actual - expected)^2 / sum expected^2} is at
 * most {@code nmse}. The first finds one wrong border pixel in a million, the second a loss of
 * precision that is spread over all elements.
 */
public final class Tolerance {
  private final double[] largest;
  private final double nmse;

  Tolerance(double[] largest, double nmse) {
    this.largest = largest;
    this.nmse = nmse;
  }

  /** The largest absolute error of element {@code index}. */
  public double largest(int index) {
    return largest[index];
  }

  /** The largest normalised mean square error. */
  public double nmse() {
    return nmse;
  }

  /** How many standard deviations a sum of rounding errors may be off: {@link #typical}. */
  public static final double CONFIDENCE = 6;

  /** Largest relative error of rounding to binary32. */
  static final double ROUNDOFF = 0x1p-24;

  /** Below this, results may be flushed to zero. */
  static final double SMALLEST_NORMAL = Float.MIN_NORMAL;

  /** For results that must agree bit for bit. */
  public static Tolerance exact(OracleTensor expected) {
    return new Tolerance(new double[expected.size()], 0);
  }

  /**
   * For a sequence of operations: how far runs with disturbed roundings lay from the undisturbed
   * one, times a factor of safety. The bound on the largest error is one for the whole tensor,
   * since a few runs do not tell much about a single element.
   */
  static Tolerance disturbed(OracleTensor expected, double largest, double meanSquare) {
    double scale = 0;
    double squares = 0;
    for (double value : expected.values()) {
      if (Double.isFinite(value)) {
        scale = Math.max(scale, Math.abs(value));
        squares += value * value;
      }
    }
    double bound = SAFETY * largest + 2 * ROUNDOFF * scale + SMALLEST_NORMAL;
    double[] all = new double[expected.size()];
    Arrays.fill(all, bound);
    double roundoff = 2 * ROUNDOFF;
    double relative = squares == 0 ? 0 : meanSquare / squares;
    return new Tolerance(all, SAFETY * SAFETY * relative + roundoff * roundoff);
  }

  /** Factor on the spread of disturbed runs. */
  static final double SAFETY = 8;

  /** Worst-case relative error of a sum of {@code n} rounded terms (Higham's gamma_n). */
  static double worst(double n) {
    return n * ROUNDOFF / (1 - n * ROUNDOFF);
  }

  /**
   * Relative error that a sum of {@code n} rounded terms stays below with great probability, as
   * rounding errors partly cancel: it grows with the root of n (Higham and Mary, "A new approach to
   * probabilistic rounding error analysis", SIAM J. Sci. Comput. 41, 2019).
   */
  static double typical(double n) {
    return Math.min(worst(n), CONFIDENCE * Math.sqrt(n) * ROUNDOFF);
  }
}
