// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Loops over the elements of a box, with a stride on each axis for each operand. Axes of extent 1
 * are left out and neighbours that all operands walk through evenly are merged, so most nests have
 * one axis.
 */
final class Nest {
  private final long[] extents;
  private final List<long[]> strides;

  private Nest(long[] extents, List<long[]> strides) {
    this.extents = extents;
    this.strides = strides;
  }

  /** Extents, outermost first. */
  long[] extents() {
    return extents;
  }

  /** Merges what can be merged. */
  static Nest of(long[] extents, long[]... operands) {
    int axes = 0;
    long[] merged = new long[extents.length];
    long[][] own = new long[operands.length][extents.length];
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == 1) {
        continue;
      }
      boolean joins = axes > 0 && merged[axes - 1] * extents[axis] <= Integer.MAX_VALUE;
      for (int operand = 0; operand < operands.length && joins; operand++) {
        joins = own[operand][axes - 1] == operands[operand][axis] * extents[axis];
      }
      int place = joins ? axes - 1 : axes++;
      merged[place] = joins ? merged[place] * extents[axis] : extents[axis];
      for (int operand = 0; operand < operands.length; operand++) {
        own[operand][place] = operands[operand][axis];
      }
    }
    List<long[]> strides = new ArrayList<>();
    for (long[] operand : own) {
      strides.add(Arrays.copyOf(operand, axes));
    }
    return new Nest(Arrays.copyOf(merged, axes), strides);
  }

  /** Strides of an operand. */
  long[] strides(int operand) {
    return strides.get(operand);
  }

  /** Extents of a shape. */
  static long[] extents(Shape shape) {
    long[] extents = new long[shape.rank()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = shape.dimension(axis);
    }
    return extents;
  }

  /** Strides of a dense operand of this shape. */
  static long[] dense(Shape shape) {
    return shape.strides();
  }
}
