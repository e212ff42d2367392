// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Rows of a table by index. Arguments: count, table, indices, result, elements of a row, rows. */
public final class Gathering {
  private Gathering() {}

  /** Gathers floats. */
  public static void gatherFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int length = arguments.get(4);
      int rows = arguments.get(5);
      int place = i / length;
      int row = ints.get(arguments.get(2) + place);
      row = row < 0 ? 0 : (row >= rows ? rows - 1 : row);
      floats.set(
          arguments.get(3) + i, floats.get(arguments.get(1) + row * length + (i - place * length)));
    }
  }

  /** Gathers integers. */
  public static void gatherInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int length = arguments.get(4);
      int rows = arguments.get(5);
      int place = i / length;
      int row = ints.get(arguments.get(2) + place);
      row = row < 0 ? 0 : (row >= rows ? rows - 1 : row);
      ints.set(
          arguments.get(3) + i, ints.get(arguments.get(1) + row * length + (i - place * length)));
    }
  }

  /** Gathers bytes. */
  public static void gatherBytes(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int length = arguments.get(4);
      int rows = arguments.get(5);
      int place = i / length;
      int row = ints.get(arguments.get(2) + place);
      row = row < 0 ? 0 : (row >= rows ? rows - 1 : row);
      bytes.set(
          arguments.get(3) + i, bytes.get(arguments.get(1) + row * length + (i - place * length)));
    }
  }
}
