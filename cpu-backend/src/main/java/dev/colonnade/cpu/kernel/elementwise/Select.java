// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

/** Element-wise choice by a byte: where it is not 0 the first value, else the second. */
public final class Select {

  private Select() {}

  /** Chooses among fp32 elements. */
  public static void apply(
      byte[] condition,
      int conditionOffset,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] y,
      int yOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = condition[conditionOffset + i] != 0 ? a[aOffset + i] : b[bOffset + i];
    }
  }

  /** Chooses among int32 elements. */
  public static void apply(
      byte[] condition,
      int conditionOffset,
      int[] a,
      int aOffset,
      int[] b,
      int bOffset,
      int[] y,
      int yOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = condition[conditionOffset + i] != 0 ? a[aOffset + i] : b[bOffset + i];
    }
  }

  /** Chooses among bytes. */
  public static void apply(
      byte[] condition,
      int conditionOffset,
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      byte[] y,
      int yOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = condition[conditionOffset + i] != 0 ? a[aOffset + i] : b[bOffset + i];
    }
  }
}
