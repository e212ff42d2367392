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
      int rank = arguments.get(5);
      int atCondition = Places.strided(arguments, rank, i, 16);
      int atX = Places.strided(arguments, rank, i, 24);
      int atY = Places.strided(arguments, rank, i, 32);
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
      int rank = arguments.get(5);
      int atCondition = Places.strided(arguments, rank, i, 16);
      int atX = Places.strided(arguments, rank, i, 24);
      int atY = Places.strided(arguments, rank, i, 32);
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
      int rank = arguments.get(5);
      int atCondition = Places.strided(arguments, rank, i, 16);
      int atX = Places.strided(arguments, rank, i, 24);
      int atY = Places.strided(arguments, rank, i, 32);
      if (bytes.get(arguments.get(1) + atCondition) != 0) {
        bytes.set(arguments.get(4) + i, bytes.get(arguments.get(2) + atX));
      } else {
        bytes.set(arguments.get(4) + i, bytes.get(arguments.get(3) + atY));
      }
    }
  }
}
