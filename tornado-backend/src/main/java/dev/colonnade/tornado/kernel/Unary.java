// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Functions of one operand, element by element. Arguments: count, function, x, y. */
public final class Unary {
  private Unary() {}

  /** Functions of floats, numbered as in the launches of unary operations. */
  static void unaryFloats(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      float x = floats.get(list.get(base + 2) + i);
      int function = list.get(base + 1);
      float y = -x;
      if (function == 1) {
        y = TornadoMath.abs(x);
      }
      if (function == 2) {
        y = x > 0f ? 1f : (x < 0f ? -1f : x);
      }
      if (function == 3) {
        y = TornadoMath.exp(x);
      }
      if (function == 4) {
        y = TornadoMath.log(x);
      }
      if (function == 5) {
        y = TornadoMath.sqrt(x);
      }
      if (function == 6) {
        y = TornadoMath.tanh(x);
      }
      if (function == 7) {
        y = 1f / (1f + TornadoMath.exp(-x));
      }
      if (function == 8) {
        y = TornadoMath.sin(x);
      }
      if (function == 9) {
        y = TornadoMath.cos(x);
      }
      if (function == 10) {
        y = TornadoMath.floor(x);
      }
      floats.set(list.get(base + 3) + i, y);
    }
  }

  /** Negation (0) and absolute value (1) of integers. */
  static void unaryInts(IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int x = ints.get(list.get(base + 2) + i);
      int function = list.get(base + 1);
      int y = -x;
      if (function == 1) {
        y = x < 0 ? -x : x;
      }
      ints.set(list.get(base + 3) + i, y);
    }
  }

  /** Negation of truth values. */
  static void logicalNot(ByteArray bytes, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      bytes.set(list.get(base + 3) + i, (byte) (bytes.get(list.get(base + 2) + i) == 0 ? 1 : 0));
    }
  }
}
