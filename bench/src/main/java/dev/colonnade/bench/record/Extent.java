// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

/**
 * How much of the stated quantity was really run.
 *
 * @param what the quantity, such as "images of the point's time budget" or "images of one epoch"
 * @param measured images run within all samples of the record together
 * @param represented how many the number stands for; more than {@code measured} is an extrapolation
 */
public record Extent(String what, long measured, long represented) {

  /** Checks the counts: a number never stands for less than was run. */
  public Extent {
    Checks.text("extent.what", what);
    Checks.positive("extent.measured", measured);
    if (represented < measured) {
      throw new IllegalArgumentException(
          "extent.represented is "
              + represented
              + ", below extent.measured "
              + measured
              + "; it is expected to be at least what was measured");
    }
  }

  /** Returns whether the number was scaled up from fewer images than it stands for. */
  public boolean extrapolated() {
    return represented > measured;
  }
}
