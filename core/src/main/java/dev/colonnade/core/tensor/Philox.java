// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

/**
 * The counter-based generator Philox4x32-10: 128 bits of counter and 64 bits of key give four
 * 32-bit words, statistically independent for different counters.
 *
 * <p>Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011. The test vectors published with it (Random123, {@code kat_vectors}) are a test here.
 * This is the reference for every backend: same key and counter, same bits, on every device.
 */
public final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final float TWO_TO_MINUS_24 = 0x1p-24f;

  private Philox() {}

  /**
   * Fills {@code out[offset .. offset + 3]} with the block for a counter and a key.
   *
   * @param out where the four words go
   * @param offset first index written
   */
  public static void block(
      int c0, int c1, int c2, int c3, int key0, int key1, int[] out, int offset) {
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(x0);
      long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(x2);
      int next0 = (int) (product1 >>> 32) ^ x1 ^ k0;
      int next2 = (int) (product0 >>> 32) ^ x3 ^ k1;
      x1 = (int) product1;
      x3 = (int) product0;
      x0 = next0;
      x2 = next2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[offset] = x0;
    out[offset + 1] = x1;
    out[offset + 2] = x2;
    out[offset + 3] = x3;
  }

  /**
   * Word {@code index} of the stream named by a key and the high half of the counter: the low half
   * of the counter is {@code index / 4}, and the word is number {@code index % 4} of that block.
   */
  public static int word(int key0, int key1, int counter0, int counter1, long index) {
    int[] words = new int[4];
    long block = index >>> 2;
    block((int) block, (int) (block >>> 32), counter0, counter1, key0, key1, words, 0);
    return words[(int) (index & 3)];
  }

  /** A float uniform on [0, 1) from the upper 24 bits of {@code word}: {@code k * 2^-24}. */
  public static float uniform(int word) {
    return (word >>> 8) * TWO_TO_MINUS_24;
  }
}
