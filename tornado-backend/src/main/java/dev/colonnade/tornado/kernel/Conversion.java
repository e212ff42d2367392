// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
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
  public static void convertElements(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int from = arguments.get(1);
      int to = arguments.get(2);
      int atX = arguments.get(3) + i;
      int atY = arguments.get(4) + i;
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
