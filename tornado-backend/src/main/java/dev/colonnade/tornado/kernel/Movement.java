// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Elements from one place to another. Arguments: count, from, to, rank, which end a start given at
 * run time moves (0 none, 1 from, 2 to), the starts, their number; extents from 8, strides of both
 * ends from 16 and 24, largest starts from 32, and what a step of a start is worth from 40.
 */
public final class Movement {
  private Movement() {}

  /** Moves floats. */
  public static void moveFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int from = arguments.get(1);
      int to = arguments.get(2);
      int rank = arguments.get(3);
      int rest = i;
      for (int axis = rank - 1; axis >= 0; axis--) {
        int extent = arguments.get(8 + axis);
        int quotient = rest / extent;
        int place = rest - quotient * extent;
        from += place * arguments.get(16 + axis);
        to += place * arguments.get(24 + axis);
        rest = quotient;
      }
      int dynamic = arguments.get(4);
      if (dynamic != 0) {
        int shift = 0;
        int axes = arguments.get(6);
        for (int axis = 0; axis < axes; axis++) {
          int start = ints.get(arguments.get(5) + axis);
          int last = arguments.get(32 + axis);
          start = start < 0 ? 0 : (start > last ? last : start);
          shift += start * arguments.get(40 + axis);
        }
        if (dynamic == 1) {
          from += shift;
        } else {
          to += shift;
        }
      }
      floats.set(to, floats.get(from));
    }
  }

  /** Moves integers. */
  public static void moveInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int from = arguments.get(1);
      int to = arguments.get(2);
      int rank = arguments.get(3);
      int rest = i;
      for (int axis = rank - 1; axis >= 0; axis--) {
        int extent = arguments.get(8 + axis);
        int quotient = rest / extent;
        int place = rest - quotient * extent;
        from += place * arguments.get(16 + axis);
        to += place * arguments.get(24 + axis);
        rest = quotient;
      }
      int dynamic = arguments.get(4);
      if (dynamic != 0) {
        int shift = 0;
        int axes = arguments.get(6);
        for (int axis = 0; axis < axes; axis++) {
          int start = ints.get(arguments.get(5) + axis);
          int last = arguments.get(32 + axis);
          start = start < 0 ? 0 : (start > last ? last : start);
          shift += start * arguments.get(40 + axis);
        }
        if (dynamic == 1) {
          from += shift;
        } else {
          to += shift;
        }
      }
      ints.set(to, ints.get(from));
    }
  }

  /** Moves bytes. */
  public static void moveBytes(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int from = arguments.get(1);
      int to = arguments.get(2);
      int rank = arguments.get(3);
      int rest = i;
      for (int axis = rank - 1; axis >= 0; axis--) {
        int extent = arguments.get(8 + axis);
        int quotient = rest / extent;
        int place = rest - quotient * extent;
        from += place * arguments.get(16 + axis);
        to += place * arguments.get(24 + axis);
        rest = quotient;
      }
      int dynamic = arguments.get(4);
      if (dynamic != 0) {
        int shift = 0;
        int axes = arguments.get(6);
        for (int axis = 0; axis < axes; axis++) {
          int start = ints.get(arguments.get(5) + axis);
          int last = arguments.get(32 + axis);
          start = start < 0 ? 0 : (start > last ? last : start);
          shift += start * arguments.get(40 + axis);
        }
        if (dynamic == 1) {
          from += shift;
        } else {
          to += shift;
        }
      }
      bytes.set(to, bytes.get(from));
    }
  }

  /** Index along an axis. Arguments: count, result, stride of the axis, its extent. */
  public static void countUp(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      ints.set(arguments.get(1) + i, i / arguments.get(2) % arguments.get(3));
    }
  }
}
