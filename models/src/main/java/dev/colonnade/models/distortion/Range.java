// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

/**
 * A range that a number is drawn from uniformly.
 *
 * @param low smallest value
 * @param high largest value, not below {@code low}
 */
public record Range(float low, float high) {
  /** Refuses limits that are not finite or out of order. */
  public Range {
    if (!Float.isFinite(low) || !Float.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "a range goes from a smaller to a larger number, but was [" + low + ", " + high + "]");
    }
  }

  /** The range that holds one number. */
  public static Range of(float value) {
    return new Range(value, value);
  }

  /** {@code high - low}. */
  public float width() {
    return high - low;
  }
}
