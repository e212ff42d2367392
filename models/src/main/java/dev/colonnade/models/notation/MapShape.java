// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

/**
 * The shape of what flows between layers, for one example: maps × height × width.
 *
 * <p>A fully connected layer of n units, or a plain input vector, has n maps of 1×1.
 *
 * @param maps number of maps, at least 1
 * @param height rows of each map, at least 1
 * @param width columns of each map, at least 1
 */
public record MapShape(int maps, int height, int width) {

  /**
   * Checks the three extents.
   *
   * @throws IllegalArgumentException if one of them is below 1
   */
  public MapShape {
    if (maps < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a shape needs at least one map of 1x1, but was " + maps + "x" + height + "x" + width);
    }
  }

  /** A vector of n units: n maps of 1×1. */
  public static MapShape vector(int units) {
    return new MapShape(units, 1, 1);
  }

  /** Whether every map is 1×1. */
  public boolean isVector() {
    return height == 1 && width == 1;
  }

  /** Maps × height × width; fits in a long unless all three extents are near their limit. */
  public long elements() {
    return Math.multiplyExact(Math.multiplyExact((long) maps, (long) height), (long) width);
  }

  /** As the notation writes it: {@code 20x26x26}, or {@code 150} for a vector. */
  @Override
  public String toString() {
    return isVector() ? Integer.toString(maps) : maps + "x" + height + "x" + width;
  }
}
