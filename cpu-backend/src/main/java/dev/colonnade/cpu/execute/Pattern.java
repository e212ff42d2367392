// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import java.util.Arrays;

/**
 * Bit patterns that a guarded run fills memory with, and looks for afterwards: quiet NaNs with a
 * payload of their own in float arrays, unlikely values elsewhere.
 */
enum Pattern {
  /** In results before their kernel runs. */
  POISON(0x7fdeadbe, (byte) 0xA5),
  /**
   * In results before their kernel runs again, to tell an unwritten element from an unlucky value.
   */
  SECOND_POISON(0x7fdecade, (byte) 0xC3),
  /** Around buffers. */
  CANARY(0x7fcaca77, (byte) 0x5E);

  private final int word;
  private final byte octet;

  Pattern(int word, byte octet) {
    this.word = word;
    this.octet = octet;
  }

  /** Fills a range of a float, int or byte array. */
  void fill(Object array, int from, int to) {
    switch (array) {
      case float[] floats -> Arrays.fill(floats, from, to, asFloat(word));
      case int[] ints -> Arrays.fill(ints, from, to, word);
      case byte[] bytes -> Arrays.fill(bytes, from, to, octet);
      default -> throw new IllegalArgumentException("no buffer lies in a " + array.getClass());
    }
  }

  private static float asFloat(int bits) {
    return Float.intBitsToFloat(bits);
  }

  /** Whether element {@code index} holds just this pattern. */
  boolean isAt(Object array, int index) {
    return switch (array) {
      case float[] floats -> Float.floatToRawIntBits(floats[index]) == word;
      case int[] ints -> ints[index] == word;
      case byte[] bytes -> bytes[index] == octet;
      default -> throw new IllegalArgumentException("no buffer lies in a " + array.getClass());
    };
  }

  /** A number that changes, but for a freak, when any bit of the range changes. */
  static long digest(Object array, int from, int to) {
    long digest = 1;
    switch (array) {
      case float[] floats -> {
        for (int i = from; i < to; i++) {
          digest = digest * 0x9E3779B97F4A7C15L + Float.floatToRawIntBits(floats[i]);
        }
      }
      case int[] ints -> {
        for (int i = from; i < to; i++) {
          digest = digest * 0x9E3779B97F4A7C15L + ints[i];
        }
      }
      case byte[] bytes -> {
        for (int i = from; i < to; i++) {
          digest = digest * 0x9E3779B97F4A7C15L + bytes[i];
        }
      }
      default -> throw new IllegalArgumentException("no buffer lies in a " + array.getClass());
    }
    return digest;
  }
}
