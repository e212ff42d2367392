// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

/** Element-wise functions of int32 arrays (wrapping) and of truth values (bytes 0 and 1). */
public final class IntegerMath {

  private IntegerMath() {}

  /** Computes y = f(a, b); division and power are not defined on integers here. */
  public static void apply(
      Binary function,
      int[] a,
      int aOffset,
      int[] b,
      int bOffset,
      int[] y,
      int yOffset,
      int length) {
    switch (function) {
      case ADD -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] + b[bOffset + i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] - b[bOffset + i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] * b[bOffset + i];
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = Math.max(a[aOffset + i], b[bOffset + i]);
        }
      }
      case MINIMUM -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = Math.min(a[aOffset + i], b[bOffset + i]);
        }
      }
      case DIVIDE, POWER ->
          throw new IllegalArgumentException(
              "The function " + function + " is not defined on int32; convert to fp32 first.");
    }
  }

  /** Computes y = -x. */
  public static void negate(int[] x, int xOffset, int[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = -x[xOffset + i];
    }
  }

  /** Computes y = |x|; the smallest integer stays itself. */
  public static void absolute(int[] x, int xOffset, int[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = Math.abs(x[xOffset + i]);
    }
  }

  /** Computes the logical negation. */
  public static void not(byte[] x, int xOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (byte) (x[xOffset + i] ^ 1);
    }
  }

  /** Computes whether both are true. */
  public static void and(
      byte[] a, int aOffset, byte[] b, int bOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (byte) (a[aOffset + i] & b[bOffset + i]);
    }
  }

  /** Computes whether at least one is true. */
  public static void or(
      byte[] a, int aOffset, byte[] b, int bOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (byte) (a[aOffset + i] | b[bOffset + i]);
    }
  }
}
