// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Extents of a tensor, outermost first; row-major. Immutable. Rank 0 is a scalar with one element.
 *
 * <p>Every extent is at least 1: an empty tensor has no use in a compiled step, and refusing it
 * here keeps each kernel free of that case.
 */
public final class Shape {
  /** The shape of a scalar. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dimensions;

  private Shape(int[] dimensions) {
    this.dimensions = dimensions;
  }

  /**
   * A shape with these extents.
   *
   * @throws IllegalArgumentException if an extent is below 1 or the element count overflows a long
   */
  public static Shape of(int... dimensions) {
    long count = 1;
    for (int axis = 0; axis < dimensions.length; axis++) {
      if (dimensions[axis] < 1) {
        throw new IllegalArgumentException(
            "shape "
                + Arrays.toString(dimensions)
                + " has extent "
                + dimensions[axis]
                + " on axis "
                + axis
                + ": every extent must be at least 1");
      }
      try {
        count = Math.multiplyExact(count, dimensions[axis]);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(dimensions) + " has more than 2^63 elements", e);
      }
    }
    return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
  }

  /** Number of axes. */
  public int rank() {
    return dimensions.length;
  }

  /** Extent of {@code axis}; a negative axis counts from the end, as in NumPy. */
  public int dimension(int axis) {
    return dimensions[axis < 0 ? axis + dimensions.length : axis];
  }

  /** A copy of the extents. */
  public int[] dimensions() {
    return dimensions.clone();
  }

  /** Product of the extents; 1 for a scalar. */
  public long elementCount() {
    long count = 1;
    for (int dimension : dimensions) {
      count *= dimension;
    }
    return count;
  }

  /** Row-major strides in elements. */
  public long[] strides() {
    long[] strides = new long[dimensions.length];
    long stride = 1;
    for (int axis = dimensions.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dimensions[axis];
    }
    return strides;
  }

  /** This shape with {@code extent} on {@code axis}. */
  public Shape with(int axis, int extent) {
    int[] changed = dimensions.clone();
    changed[axis < 0 ? axis + changed.length : axis] = extent;
    return of(changed);
  }

  /** This shape without {@code axis}. */
  public Shape without(int axis) {
    int dropped = axis < 0 ? axis + dimensions.length : axis;
    int[] changed = new int[dimensions.length - 1];
    for (int i = 0, j = 0; i < dimensions.length; i++) {
      if (i != dropped) {
        changed[j++] = dimensions[i];
      }
    }
    return of(changed);
  }

  /** This shape with one more axis of {@code extent} in front: a stack of such tensors. */
  public Shape stacked(int extent) {
    int[] changed = new int[dimensions.length + 1];
    changed[0] = extent;
    System.arraycopy(dimensions, 0, changed, 1, dimensions.length);
    return of(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dimensions);
  }

  /** The extents as {@code [2x3x4]}; a scalar prints {@code []}. */
  @Override
  public String toString() {
    return Arrays.stream(dimensions)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("x", "[", "]"));
  }
}
