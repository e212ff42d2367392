// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

/**
 * Element-wise comparisons; a result is a byte, 1 for true and 0 for false. With a NaN only {@link
 * #NOT_EQUAL} is true, and the zeros are equal. Bytes are compared without sign.
 */
public enum Compare {
  /** a = b. */
  EQUAL,
  /** a differs from b. */
  NOT_EQUAL,
  /** a below b. */
  LESS,
  /** a not above b. */
  LESS_OR_EQUAL,
  /** a above b. */
  GREATER,
  /** a not below b. */
  GREATER_OR_EQUAL;

  /** Compares fp32 arrays. */
  public void apply(
      float[] a, int aOffset, float[] b, int bOffset, byte[] y, int yOffset, int length) {
    switch (this) {
      case EQUAL -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] == b[bOffset + i] ? (byte) 1 : 0;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] != b[bOffset + i] ? (byte) 1 : 0;
        }
      }
      case LESS -> less(a, aOffset, b, bOffset, y, yOffset, length);
      case GREATER -> less(b, bOffset, a, aOffset, y, yOffset, length);
      case LESS_OR_EQUAL -> lessOrEqual(a, aOffset, b, bOffset, y, yOffset, length);
      case GREATER_OR_EQUAL -> lessOrEqual(b, bOffset, a, aOffset, y, yOffset, length);
    }
  }

  private static void less(
      float[] a, int aOffset, float[] b, int bOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] < b[bOffset + i] ? (byte) 1 : 0;
    }
  }

  private static void lessOrEqual(
      float[] a, int aOffset, float[] b, int bOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] <= b[bOffset + i] ? (byte) 1 : 0;
    }
  }

  /** Compares int32 arrays. */
  public void apply(int[] a, int aOffset, int[] b, int bOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = holds(Integer.compare(a[aOffset + i], b[bOffset + i])) ? (byte) 1 : 0;
    }
  }

  /** Compares arrays of unsigned bytes. */
  public void apply(
      byte[] a, int aOffset, byte[] b, int bOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      int order = Byte.compareUnsigned(a[aOffset + i], b[bOffset + i]);
      y[yOffset + i] = holds(order) ? (byte) 1 : 0;
    }
  }

  private boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
