// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The six comparisons: equal, not equal, less, less or equal, greater, greater or equal. Arguments:
 * count, function, x, y, result, rank; extents from 8, strides of x from 16 and of y from 24. A
 * rank of 0 reads element i of both.
 */
public final class Comparison {
  private Comparison() {}

  /** Compares floats. */
  static void compareFloats(
      FloatArray floats, ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atX = Places.strided(list, base, rank, i, 16);
      int atY = Places.strided(list, base, rank, i, 24);
      float x = floats.get(list.get(base + 2) + atX);
      float y = floats.get(list.get(base + 3) + atY);
      int function = list.get(base + 1);
      int z = 0;
      if (function == 0) {
        z = x == y ? 1 : 0;
      }
      if (function == 1) {
        z = x != y ? 1 : 0;
      }
      if (function == 2) {
        z = x < y ? 1 : 0;
      }
      if (function == 3) {
        z = (x < y ? 1 : 0) + (x == y ? 1 : 0);
      }
      if (function == 4) {
        z = x > y ? 1 : 0;
      }
      if (function == 5) {
        z = (x > y ? 1 : 0) + (x == y ? 1 : 0);
      }
      bytes.set(list.get(base + 4) + i, (byte) z);
    }
  }

  /** Compares integers. */
  static void compareInts(
      IntArray ints, ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atX = Places.strided(list, base, rank, i, 16);
      int atY = Places.strided(list, base, rank, i, 24);
      int x = ints.get(list.get(base + 2) + atX);
      int y = ints.get(list.get(base + 3) + atY);
      int function = list.get(base + 1);
      int z = 0;
      if (function == 0) {
        z = x == y ? 1 : 0;
      }
      if (function == 1) {
        z = x != y ? 1 : 0;
      }
      if (function == 2) {
        z = x < y ? 1 : 0;
      }
      if (function == 3) {
        z = x <= y ? 1 : 0;
      }
      if (function == 4) {
        z = x > y ? 1 : 0;
      }
      if (function == 5) {
        z = x >= y ? 1 : 0;
      }
      bytes.set(list.get(base + 4) + i, (byte) z);
    }
  }

  /** Compares unsigned bytes. */
  static void compareUnsigned(ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atX = Places.strided(list, base, rank, i, 16);
      int atY = Places.strided(list, base, rank, i, 24);
      int x = bytes.get(list.get(base + 2) + atX) & 0xFF;
      int y = bytes.get(list.get(base + 3) + atY) & 0xFF;
      int function = list.get(base + 1);
      int z = 0;
      if (function == 0) {
        z = x == y ? 1 : 0;
      }
      if (function == 1) {
        z = x != y ? 1 : 0;
      }
      if (function == 2) {
        z = x < y ? 1 : 0;
      }
      if (function == 3) {
        z = x <= y ? 1 : 0;
      }
      if (function == 4) {
        z = x > y ? 1 : 0;
      }
      if (function == 5) {
        z = x >= y ? 1 : 0;
      }
      bytes.set(list.get(base + 4) + i, (byte) z);
    }
  }
}
