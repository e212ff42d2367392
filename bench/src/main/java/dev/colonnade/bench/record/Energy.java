// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

/**
 * Energy that a counter showed over an interval of steps, run back to back after the warm-up.
 *
 * @param joules energy, in J
 * @param seconds length of the interval, in s
 * @param images images of the steps in it; the samples' and, where those were too short for the
 *     counter, those of steps run behind them
 * @param boundary what the counter includes, for example {@code GPU board (NVML)}
 */
public record Energy(double joules, double seconds, long images, String boundary) {

  /** Checks the signs. */
  public Energy {
    Checks.positive("energy.joules", Measured.of(joules));
    Checks.positive("energy.seconds", Measured.of(seconds));
    Checks.positive("energy.images", images);
    Checks.text("energy.boundary", boundary);
  }

  /** Energy for one image, in J. */
  public double joulesPerImage() {
    return joules / images;
  }

  /** Mean power over the interval, in W. */
  public double watts() {
    return joules / seconds;
  }
}
