// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

/**
 * How far the hand, the pen and the paper go astray. Angles are standard deviations in degrees,
 * lengths are shares of the image's side unless said otherwise, chances lie in [0, 1].
 */
public enum Difficulty {
  /** Neat writing on clean paper. */
  EASY(7, 0.16, 0.08, 0.035, 0.022, 0.035, 0.03, 0.05, 0),
  /** Ordinary writing, some of it hasty; now and then a blot, a scratch or a neighbour's stroke. */
  NORMAL(9, 0.22, 0.11, 0.05, 0.03, 0.06, 0.06, 0.3, 0.12),
  /** Hasty writing on bad paper. */
  HARD(12, 0.28, 0.14, 0.06, 0.04, 0.075, 0.1, 0.5, 0.2);

  private final double rotation;
  private final double slant;
  private final double scale;
  private final double shift;
  private final double jitter;
  private final double warp;
  private final double noise;
  private final double clutter;
  private final double occlusion;

  Difficulty(
      double rotation,
      double slant,
      double scale,
      double shift,
      double jitter,
      double warp,
      double noise,
      double clutter,
      double occlusion) {
    this.rotation = rotation;
    this.slant = slant;
    this.scale = scale;
    this.shift = shift;
    this.jitter = jitter;
    this.warp = warp;
    this.noise = noise;
    this.clutter = clutter;
    this.occlusion = occlusion;
  }

  /** Standard deviation of the rotation, in degrees. */
  double rotation() {
    return rotation;
  }

  /** Standard deviation of the horizontal shear. */
  double slant() {
    return slant;
  }

  /** Standard deviation of the relative size, for each axis. */
  double scale() {
    return scale;
  }

  /** Standard deviation of the shift of the whole digit. */
  double shift() {
    return shift;
  }

  /** Standard deviation of each knot's place, as a share of the digit's height. */
  double jitter() {
    return jitter;
  }

  /** Amplitude of the smooth bending, as a share of the digit's height. */
  double warp() {
    return warp;
  }

  /** Largest standard deviation of the noise, as a share of full light. */
  double noise() {
    return noise;
  }

  /** Chance that something else is on the paper. */
  double clutter() {
    return clutter;
  }

  /** Chance that a band of the digit is missing. */
  double occlusion() {
    return occlusion;
  }
}
