// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

/**
 * A height and a width: of a kernel, a pooling window, a stride or a padding.
 *
 * @param height rows, at least 0 (0 makes sense for a padding only)
 * @param width columns, at least 0
 */
public record Extent(int height, int width) {

  /** No padding. */
  public static final Extent ZERO = new Extent(0, 0);

  /** Every position. */
  public static final Extent ONE = new Extent(1, 1);

  /**
   * Checks the two numbers.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  public Extent {
    if (height < 0 || width < 0) {
      throw new IllegalArgumentException(
          "an extent cannot be negative, but was " + height + "x" + width);
    }
  }

  /** The same number in both directions. */
  public static Extent square(int side) {
    return new Extent(side, side);
  }

  /** Height × width. */
  public long area() {
    return (long) height * width;
  }

  /** {@code 5} for 5×5, {@code 5x3} for 5 rows and 3 columns. */
  @Override
  public String toString() {
    return height == width ? Integer.toString(height) : height + "x" + width;
  }

  /** Always in full, {@code 5x5}, as error messages want it. */
  String full() {
    return height + "x" + width;
  }

  boolean isPositive() {
    return height > 0 && width > 0;
  }
}
