// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

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
  static void moveFloats(
      FloatArray floats, IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 3);
      int from = list.get(base + 1) + Places.strided(list, base, rank, i, 16);
      int to = list.get(base + 2) + Places.strided(list, base, rank, i, 24);
      int dynamic = list.get(base + 4);
      if (dynamic == 1) {
        from += Places.sliced(ints, list, base);
      }
      if (dynamic == 2) {
        to += Places.sliced(ints, list, base);
      }
      floats.set(to, floats.get(from));
    }
  }

  /** Moves integers. */
  static void moveInts(IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 3);
      int from = list.get(base + 1) + Places.strided(list, base, rank, i, 16);
      int to = list.get(base + 2) + Places.strided(list, base, rank, i, 24);
      int dynamic = list.get(base + 4);
      if (dynamic == 1) {
        from += Places.sliced(ints, list, base);
      }
      if (dynamic == 2) {
        to += Places.sliced(ints, list, base);
      }
      ints.set(to, ints.get(from));
    }
  }

  /** Moves bytes. */
  static void moveBytes(
      IntArray ints, ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 3);
      int from = list.get(base + 1) + Places.strided(list, base, rank, i, 16);
      int to = list.get(base + 2) + Places.strided(list, base, rank, i, 24);
      int dynamic = list.get(base + 4);
      if (dynamic == 1) {
        from += Places.sliced(ints, list, base);
      }
      if (dynamic == 2) {
        to += Places.sliced(ints, list, base);
      }
      bytes.set(to, bytes.get(from));
    }
  }

  /** Index along an axis. Arguments: count, result, stride of the axis, its extent. */
  static void countUp(IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      ints.set(list.get(base + 1) + i, i / list.get(base + 2) % list.get(base + 3));
    }
  }
}
