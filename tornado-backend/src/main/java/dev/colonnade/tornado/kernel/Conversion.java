// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Conversion between element types. Arguments: count, from, to, x, y; types are numbered 0 to 3:
 * F32, I32, U8, BOOL.
 */
@SuppressWarnings("IdentityBinaryExpression") // How a kernel asks for NaN.
public final class Conversion {
  private Conversion() {}

  /** Each thread converts an element. */
  static void convertElements(
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray list,
      int base,
      int low,
      int high) {
    for (int i = low; i < high; i++) {
      int from = list.get(base + 1);
      int to = list.get(base + 2);
      int atX = list.get(base + 3) + i;
      int atY = list.get(base + 4) + i;
      if (from == 0) {
        float x = floats.get(atX);
        if (to == 0) {
          floats.set(atY, x);
        } else if (to == 3) {
          bytes.set(atY, (byte) (x != 0f ? 1 : 0));
        } else {
          // Written out: a cast of what does not fit is undefined in OpenCL.
          int whole = 0;
          if (x != x) {
            whole = 0;
          } else if (x >= 2147483648f) {
            whole = 2147483647;
          } else if (x <= -2147483648f) {
            whole = -2147483648;
          } else {
            whole = (int) x;
          }
          if (to == 1) {
            ints.set(atY, whole);
          } else {
            int clamped = whole < 0 ? 0 : (whole > 255 ? 255 : whole);
            bytes.set(atY, (byte) clamped);
          }
        }
      } else {
        int x = 0;
        if (from == 1) {
          x = ints.get(atX);
        } else {
          x = bytes.get(atX) & 0xFF;
        }
        if (to == 0) {
          floats.set(atY, (float) x);
        } else if (to == 1) {
          ints.set(atY, x);
        } else if (to == 3) {
          bytes.set(atY, (byte) (x != 0 ? 1 : 0));
        } else {
          int clamped = x < 0 ? 0 : (x > 255 ? 255 : x);
          bytes.set(atY, (byte) clamped);
        }
      }
    }
  }
}
