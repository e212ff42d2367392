// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

/**
 * How the bytes of an image become the net's inputs: 0 becomes {@code low}, 255 becomes {@code
 * high}, linearly.
 *
 * @param low input of a black pixel
 * @param high input of a white pixel
 */
public record InputScaling(float low, float high) {
  /** The papers' range, [-1, 1]. */
  public static final InputScaling PLUS_MINUS_ONE = new InputScaling(-1, 1);

  /** Refuses limits that are not finite or equal. */
  public InputScaling {
    if (!Float.isFinite(low) || !Float.isFinite(high) || low == high) {
      throw new IllegalArgumentException(
          "inputs cannot be scaled to [" + low + ", " + high + "]; give two different numbers");
    }
  }

  /** Input units for each of the 255 steps of a byte. */
  public float slope() {
    return (float) (((double) high - low) / 255);
  }
}
