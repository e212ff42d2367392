// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.tensor.HostTensor;

/**
 * Rounding to the formats of the math modes by arithmetic in double precision, where the kernels
 * work on bits: a number is a multiple of the format's step at its magnitude.
 */
public final class Formats {
  private Formats() {}

  /** Bits of the mantissa that are stored: 23, 10 and 7. */
  static int mantissaBits(MathMode mode) {
    return switch (mode) {
      case STRICT_FP32 -> 23;
      case TF32 -> 10;
      case BF16 -> 7;
    };
  }

  /** The number of the format that is nearest to {@code x}; of two, the even one. */
  public static float nearest(float x, MathMode mode) {
    if (!Float.isFinite(x)) {
      return x;
    }
    int exponent = Math.max(Math.getExponent(x), Float.MIN_EXPONENT);
    double step = Math.scalb(1.0, exponent - mantissaBits(mode));
    // Exact: the quotient has at most 24 bits, and what leaves the range becomes infinite.
    return (float) (Math.rint(x / step) * step);
  }

  /** A tensor with every element rounded. */
  static HostTensor nearest(HostTensor tensor, MathMode mode) {
    HostTensor result = tensor.copy();
    for (long i = 0; i < tensor.type().elementCount(); i++) {
      result.set(i, nearest(tensor.getFloat(i), mode));
    }
    return result;
  }
}
