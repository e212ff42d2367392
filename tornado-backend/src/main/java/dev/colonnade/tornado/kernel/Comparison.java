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
      int atX = i;
      int atY = i;
      int rank = arguments.get(5);
      if (rank > 0) {
        atX = 0;
        atY = 0;
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          int extent = arguments.get(8 + axis);
          int quotient = rest / extent;
          int place = rest - quotient * extent;
          atX += place * arguments.get(16 + axis);
          atY += place * arguments.get(24 + axis);
          rest = quotient;
        }
      }
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
      int atX = i;
      int atY = i;
      int rank = arguments.get(5);
      if (rank > 0) {
        atX = 0;
        atY = 0;
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          int extent = arguments.get(8 + axis);
          int quotient = rest / extent;
          int place = rest - quotient * extent;
          atX += place * arguments.get(16 + axis);
          atY += place * arguments.get(24 + axis);
          rest = quotient;
        }
      }
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
      int atX = i;
      int atY = i;
      int rank = arguments.get(5);
      if (rank > 0) {
        atX = 0;
        atY = 0;
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          int extent = arguments.get(8 + axis);
          int quotient = rest / extent;
          int place = rest - quotient * extent;
          atX += place * arguments.get(16 + axis);
          atY += place * arguments.get(24 + axis);
          rest = quotient;
        }
      }
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
