// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Rows of a table by index. Arguments: count, table, indices, result, elements of a row, rows. */
public final class Gathering {
  private Gathering() {}

  /** Gathers floats. */
  static void gatherFloats(
      FloatArray floats, IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int length = list.get(base + 4);
      int rows = list.get(base + 5);
      int place = i / length;
      int row = ints.get(list.get(base + 2) + place);
      row = row < 0 ? 0 : (row >= rows ? rows - 1 : row);
      floats.set(
          list.get(base + 3) + i,
          floats.get(list.get(base + 1) + row * length + (i - place * length)));
    }
  }

  /** Gathers integers. */
  static void gatherInts(IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int length = list.get(base + 4);
      int rows = list.get(base + 5);
      int place = i / length;
      int row = ints.get(list.get(base + 2) + place);
      row = row < 0 ? 0 : (row >= rows ? rows - 1 : row);
      ints.set(
          list.get(base + 3) + i,
          ints.get(list.get(base + 1) + row * length + (i - place * length)));
    }
  }

  /** Gathers bytes. */
  static void gatherBytes(
      IntArray ints, ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int length = list.get(base + 4);
      int rows = list.get(base + 5);
      int place = i / length;
      int row = ints.get(list.get(base + 2) + place);
      row = row < 0 ? 0 : (row >= rows ? rows - 1 : row);
      bytes.set(
          list.get(base + 3) + i,
          bytes.get(list.get(base + 1) + row * length + (i - place * length)));
    }
  }
}
