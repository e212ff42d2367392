// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

/**
 * Element-wise conversions between fp32, int32 and unsigned bytes; a truth value is a byte 0 or 1.
 * To integers towards zero, saturating, NaN to 0; to fp32 the nearest value.
 */
public final class Convert {

  private Convert() {}

  /** Converts int32 to fp32. */
  public static void toFloat(int[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = x[xOffset + i];
    }
  }

  /** Converts unsigned bytes to fp32. */
  public static void toFloat(byte[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = x[xOffset + i] & 0xff;
    }
  }

  /** Converts fp32 to int32. */
  public static void toInt(float[] x, int xOffset, int[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (int) x[xOffset + i];
    }
  }

  /** Converts unsigned bytes to int32. */
  public static void toInt(byte[] x, int xOffset, int[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = x[xOffset + i] & 0xff;
    }
  }

  /** Converts fp32 to unsigned bytes. */
  public static void toByte(float[] x, int xOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (byte) Math.clamp((int) x[xOffset + i], 0, 255);
    }
  }

  /** Converts int32 to unsigned bytes. */
  public static void toByte(int[] x, int xOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (byte) Math.clamp(x[xOffset + i], 0, 255);
    }
  }

  /** Writes 0 where an fp32 element equals 0, else 1, NaN included. */
  public static void toBoolean(float[] x, int xOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = x[xOffset + i] == 0 ? 0 : (byte) 1;
    }
  }

  /** Writes 0 where an int32 element is 0, else 1. */
  public static void toBoolean(int[] x, int xOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = x[xOffset + i] == 0 ? 0 : (byte) 1;
    }
  }

  /** Writes 0 where a byte is 0, else 1. */
  public static void toBoolean(byte[] x, int xOffset, byte[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = x[xOffset + i] == 0 ? 0 : (byte) 1;
    }
  }
}
