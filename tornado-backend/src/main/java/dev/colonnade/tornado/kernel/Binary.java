// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Functions of two operands, each read through strides, so that what is broadcast is never written
 * out. Arguments: count, function, x, y, result, rank; extents from 8, strides of x from 16 and of
 * y from 24. A rank of 0 reads element i of both.
 */
@SuppressWarnings("IdentityBinaryExpression") // How a kernel asks for NaN.
public final class Binary {
  private Binary() {}

  /** Functions of floats, numbered as in the launches of binary operations. */
  static void binaryFloats(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atX = Places.strided(list, base, rank, i, 16);
      int atY = Places.strided(list, base, rank, i, 24);
      float x = floats.get(list.get(base + 2) + atX);
      float y = floats.get(list.get(base + 3) + atY);
      int function = list.get(base + 1);
      float z = x + y;
      if (function == 1) {
        z = x - y;
      }
      if (function == 2) {
        z = x * y;
      }
      if (function == 3) {
        z = x / y;
      }
      if (function == 4) {
        z = x != x ? x : (y != y ? y : (x > y ? x : y));
      }
      if (function == 5) {
        z = x != x ? x : (y != y ? y : (x < y ? x : y));
      }
      if (function == 6) {
        z = TornadoMath.pow(x, y);
      }
      floats.set(list.get(base + 4) + i, z);
    }
  }

  /** Functions of integers. */
  static void binaryInts(IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atX = Places.strided(list, base, rank, i, 16);
      int atY = Places.strided(list, base, rank, i, 24);
      int x = ints.get(list.get(base + 2) + atX);
      int y = ints.get(list.get(base + 3) + atY);
      int function = list.get(base + 1);
      int z = x + y;
      if (function == 1) {
        z = x - y;
      }
      if (function == 2) {
        z = x * y;
      }
      if (function == 4) {
        z = x > y ? x : y;
      }
      if (function == 5) {
        z = x < y ? x : y;
      }
      ints.set(list.get(base + 4) + i, z);
    }
  }

  /** Both (0), or at least one (1). */
  static void binaryBools(ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rank = list.get(base + 5);
      int atX = Places.strided(list, base, rank, i, 16);
      int atY = Places.strided(list, base, rank, i, 24);
      byte x = bytes.get(list.get(base + 2) + atX);
      byte y = bytes.get(list.get(base + 3) + atY);
      int function = list.get(base + 1);
      int z = function == 0 ? x * y : (x + y > 0 ? 1 : 0);
      bytes.set(list.get(base + 4) + i, (byte) z);
    }
  }
}
