// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Element-wise choice. Arguments: count, condition, on true, on false, result, rank; extents from
 * 8, strides of the operands from 16, 24 and 32.
 */
public final class Selection {
  private Selection() {}

  /** Chooses floats. */
  public static void selectFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int atCondition = i;
      int atX = i;
      int atY = i;
      int rank = arguments.get(5);
      if (rank > 0) {
        atCondition = 0;
        atX = 0;
        atY = 0;
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          int extent = arguments.get(8 + axis);
          int quotient = rest / extent;
          int place = rest - quotient * extent;
          atCondition += place * arguments.get(16 + axis);
          atX += place * arguments.get(24 + axis);
          atY += place * arguments.get(32 + axis);
          rest = quotient;
        }
      }
      if (bytes.get(arguments.get(1) + atCondition) != 0) {
        floats.set(arguments.get(4) + i, floats.get(arguments.get(2) + atX));
      } else {
        floats.set(arguments.get(4) + i, floats.get(arguments.get(3) + atY));
      }
    }
  }

  /** Chooses integers. */
  public static void selectInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int atCondition = i;
      int atX = i;
      int atY = i;
      int rank = arguments.get(5);
      if (rank > 0) {
        atCondition = 0;
        atX = 0;
        atY = 0;
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          int extent = arguments.get(8 + axis);
          int quotient = rest / extent;
          int place = rest - quotient * extent;
          atCondition += place * arguments.get(16 + axis);
          atX += place * arguments.get(24 + axis);
          atY += place * arguments.get(32 + axis);
          rest = quotient;
        }
      }
      if (bytes.get(arguments.get(1) + atCondition) != 0) {
        ints.set(arguments.get(4) + i, ints.get(arguments.get(2) + atX));
      } else {
        ints.set(arguments.get(4) + i, ints.get(arguments.get(3) + atY));
      }
    }
  }

  /** Chooses bytes. */
  public static void selectBytes(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int atCondition = i;
      int atX = i;
      int atY = i;
      int rank = arguments.get(5);
      if (rank > 0) {
        atCondition = 0;
        atX = 0;
        atY = 0;
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          int extent = arguments.get(8 + axis);
          int quotient = rest / extent;
          int place = rest - quotient * extent;
          atCondition += place * arguments.get(16 + axis);
          atX += place * arguments.get(24 + axis);
          atY += place * arguments.get(32 + axis);
          rest = quotient;
        }
      }
      if (bytes.get(arguments.get(1) + atCondition) != 0) {
        bytes.set(arguments.get(4) + i, bytes.get(arguments.get(2) + atX));
      } else {
        bytes.set(arguments.get(4) + i, bytes.get(arguments.get(3) + atY));
      }
    }
  }
}
