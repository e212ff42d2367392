// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

/**
 * A closed interval from which a number is drawn uniformly.
 *
 * @param low smallest value
 * @param high largest value, not below {@code low}
 */
public record Range(double low, double high) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if a bound is not finite or they are in the wrong order
   */
  public Range {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "low must not exceed high, but was " + low + " to " + high);
    }
  }
}
