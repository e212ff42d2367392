// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

/**
 * A range for an unknown quantity.
 *
 * @param low lower end
 * @param high upper end
 * @param confidence probability with which such a range covers the quantity, 0 to 1
 * @param method how it was made, in a few words
 */
public record Interval(double low, double high, double confidence, String method) {

  /** Checks the order of the ends. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "the interval from " + low + " to " + high + " is upside down");
    }
  }

  /** Returns the interval of {@code factor} times the quantity; the factor is positive. */
  public Interval times(double factor) {
    return new Interval(low * factor, high * factor, confidence, method);
  }

  /** Returns the interval of {@code factor} over the quantity; both are positive. */
  public Interval reciprocalOf(double factor) {
    return new Interval(factor / high, factor / low, confidence, method);
  }
}
