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
      int rank = arguments.get(3);
      int from = arguments.get(1) + Places.strided(arguments, rank, i, 16);
      int to = arguments.get(2) + Places.strided(arguments, rank, i, 24);
      int dynamic = arguments.get(4);
      if (dynamic == 1) {
        from += Places.sliced(ints, arguments);
      }
      if (dynamic == 2) {
        to += Places.sliced(ints, arguments);
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
      int rank = arguments.get(3);
      int from = arguments.get(1) + Places.strided(arguments, rank, i, 16);
      int to = arguments.get(2) + Places.strided(arguments, rank, i, 24);
      int dynamic = arguments.get(4);
      if (dynamic == 1) {
        from += Places.sliced(ints, arguments);
      }
      if (dynamic == 2) {
        to += Places.sliced(ints, arguments);
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
      int rank = arguments.get(3);
      int from = arguments.get(1) + Places.strided(arguments, rank, i, 16);
      int to = arguments.get(2) + Places.strided(arguments, rank, i, 24);
      int dynamic = arguments.get(4);
      if (dynamic == 1) {
        from += Places.sliced(ints, arguments);
      }
      if (dynamic == 2) {
        to += Places.sliced(ints, arguments);
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
