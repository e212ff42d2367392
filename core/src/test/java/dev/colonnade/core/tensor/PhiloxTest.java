// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The vectors published with Random123 ({@code kat_vectors}, philox4x32 with 10 rounds). */
final class PhiloxTest {
  private static int[] block(long c0, long c1, long c2, long c3, long k0, long k1) {
    int[] words = new int[4];
    Philox.block((int) c0, (int) c1, (int) c2, (int) c3, (int) k0, (int) k1, words, 0);
    return words;
  }

  private static int[] words(long... words) {
    int[] result = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      result[i] = (int) words[i];
    }
    return result;
  }

  @Test
  void counterAndKeyZero() {
    assertThat(block(0, 0, 0, 0, 0, 0))
        .isEqualTo(words(0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L));
  }

  @Test
  void counterAndKeyAllOnes() {
    assertThat(block(-1, -1, -1, -1, -1, -1))
        .isEqualTo(words(0x408f276dL, 0x41c83b0eL, 0xa20bc7c6L, 0x6d5451fdL));
  }

  @Test
  void counterAndKeyOfPi() {
    assertThat(block(0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L, 0xa4093822L, 0x299f31d0L))
        .isEqualTo(words(0xd16cfe09L, 0x94fdccebL, 0x5001e420L, 0x24126ea1L));
  }

  @Test
  void aWordIsItsPlaceInTheStream() {
    for (long index : new long[] {0, 1, 3, 4, 4095, (1L << 34) + 2}) {
      long block = index / 4;
      assertThat(Philox.word(5, 6, 7, 8, index))
          .isEqualTo(block(block, block >>> 32, 7, 8, 5, 6)[(int) (index % 4)]);
    }
  }

  @Test
  void uniformsLieInTheHalfOpenUnitInterval() {
    assertThat(Philox.uniform(0)).isZero();
    assertThat(Philox.uniform(-1)).isEqualTo(1 - 0x1p-24f).isLessThan(1f);
    assertThat(Philox.uniform(0x80000000)).isEqualTo(0.5f);
  }
}
