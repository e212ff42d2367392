// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

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
  static void selectFloats(
      FloatArray floats, ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atCondition = Places.strided(list, base, rank, i, 16);
      int atX = Places.strided(list, base, rank, i, 24);
      int atY = Places.strided(list, base, rank, i, 32);
      if (bytes.get(list.get(base + 1) + atCondition) != 0) {
        floats.set(list.get(base + 4) + i, floats.get(list.get(base + 2) + atX));
      } else {
        floats.set(list.get(base + 4) + i, floats.get(list.get(base + 3) + atY));
      }
    }
  }

  /** Chooses integers. */
  static void selectInts(
      IntArray ints, ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atCondition = Places.strided(list, base, rank, i, 16);
      int atX = Places.strided(list, base, rank, i, 24);
      int atY = Places.strided(list, base, rank, i, 32);
      if (bytes.get(list.get(base + 1) + atCondition) != 0) {
        ints.set(list.get(base + 4) + i, ints.get(list.get(base + 2) + atX));
      } else {
        ints.set(list.get(base + 4) + i, ints.get(list.get(base + 3) + atY));
      }
    }
  }

  /** Chooses bytes. */
  static void selectBytes(ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atCondition = Places.strided(list, base, rank, i, 16);
      int atX = Places.strided(list, base, rank, i, 24);
      int atY = Places.strided(list, base, rank, i, 32);
      if (bytes.get(list.get(base + 1) + atCondition) != 0) {
        bytes.set(list.get(base + 4) + i, bytes.get(list.get(base + 2) + atX));
      } else {
        bytes.set(list.get(base + 4) + i, bytes.get(list.get(base + 3) + atY));
      }
    }
  }
}
