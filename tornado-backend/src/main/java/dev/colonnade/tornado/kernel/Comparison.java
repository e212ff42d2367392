// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
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
  public static void compareFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int rank = arguments.get(5);
      int atX = Places.strided(arguments, rank, i, 16);
      int atY = Places.strided(arguments, rank, i, 24);
      float x = floats.get(arguments.get(2) + atX);
      float y = floats.get(arguments.get(3) + atY);
      int function = arguments.get(1);
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
      bytes.set(arguments.get(4) + i, (byte) z);
    }
  }

  /** Compares integers. */
  public static void compareInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int rank = arguments.get(5);
      int atX = Places.strided(arguments, rank, i, 16);
      int atY = Places.strided(arguments, rank, i, 24);
      int x = ints.get(arguments.get(2) + atX);
      int y = ints.get(arguments.get(3) + atY);
      int function = arguments.get(1);
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
      bytes.set(arguments.get(4) + i, (byte) z);
    }
  }

  /** Compares unsigned bytes. */
  public static void compareUnsigned(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int rank = arguments.get(5);
      int atX = Places.strided(arguments, rank, i, 16);
      int atY = Places.strided(arguments, rank, i, 24);
      int x = bytes.get(arguments.get(2) + atX) & 0xFF;
      int y = bytes.get(arguments.get(3) + atY) & 0xFF;
      int function = arguments.get(1);
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
      bytes.set(arguments.get(4) + i, (byte) z);
    }
  }
}
