// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.random;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Philox4x32-10, as {@link dev.colonnade.core.tensor.Philox} defines it, one block in each lane of
 * 64 bits: the words are kept as longs with nothing in their upper halves, so that the products of
 * 32 by 32 bits are those of the lanes.
 */
public final class PhiloxVectors {
  private static final VectorSpecies<Long> LONG =
      VectorSpecies.of(long.class, Simd.FLOAT.vectorShape());

  /** Blocks computed at once: a lane each. */
  private static final int BLOCKS = LONG.length();

  private static final int WORDS = 4;
  private static final int LANES = Simd.LANES;
  private static final long LOW_HALF = 0xFFFFFFFFL;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final float TWO_TO_MINUS_24 = 0x1p-24f;

  /** From two vectors, their lanes in turn: the lower and the upper half of the result. */
  private static final VectorShuffle<Long> LOWER =
      VectorShuffle.fromOp(LONG, i -> i / 2 + i % 2 * BLOCKS);

  private static final VectorShuffle<Long> UPPER =
      VectorShuffle.fromOp(LONG, i -> BLOCKS / 2 + i / 2 + i % 2 * BLOCKS);

  private PhiloxVectors() {}

  /**
   * Words {@code 4 * from} to {@code min(4 * to, length) - 1} of the stream (key, counter), as they
   * are or as uniform numbers on [0, 1); word i goes to index {@code offset + i}.
   *
   * @param ints receives the words, unless {@code uniform}
   * @param floats receives the numbers, if {@code uniform}
   */
  public static void fill(
      int from,
      int to,
      int length,
      int counter0,
      int counter1,
      int key0,
      int key1,
      boolean uniform,
      int[] ints,
      float[] floats,
      int offset) {
    LongVector multiplier0 = LongVector.broadcast(LONG, MULTIPLIER_0);
    LongVector multiplier1 = LongVector.broadcast(LONG, MULTIPLIER_1);
    LongVector lanes = LongVector.zero(LONG).addIndex(1);
    int end = (int) Math.min(WORDS * (long) to, length);
    for (int block = from; block < to; block += BLOCKS) {
      // Fewer than 2^31 blocks: the upper word of the block's number is 0.
      LongVector x0 = lanes.add(block);
      LongVector x1 = LongVector.zero(LONG);
      LongVector x2 = LongVector.broadcast(LONG, counter0 & LOW_HALF);
      LongVector x3 = LongVector.broadcast(LONG, counter1 & LOW_HALF);
      int k0 = key0;
      int k1 = key1;
      for (int round = 0; round < ROUNDS; round++) {
        LongVector product0 = x0.mul(multiplier0);
        LongVector product1 = x2.mul(multiplier1);
        x0 =
            product1
                .lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, x1)
                .lanewise(VectorOperators.XOR, k0 & LOW_HALF);
        x2 =
            product0
                .lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, x3)
                .lanewise(VectorOperators.XOR, k1 & LOW_HALF);
        x1 = product1.and(LOW_HALF);
        x3 = product0.and(LOW_HALF);
        k0 += WEYL_0;
        k1 += WEYL_1;
      }
      // Two words to a lane, then the lanes of both halves of the blocks in turn.
      LongVector front = x0.or(x1.lanewise(VectorOperators.LSHL, 32));
      LongVector back = x2.or(x3.lanewise(VectorOperators.LSHL, 32));
      IntVector lower = front.rearrange(LOWER, back).reinterpretAsInts();
      IntVector upper = front.rearrange(UPPER, back).reinterpretAsInts();
      int at = WORDS * block;
      if (uniform) {
        store(lower, end - at, floats, offset + at);
        store(upper, end - at - LANES, floats, offset + at + LANES);
      } else {
        store(lower, end - at, ints, offset + at);
        store(upper, end - at - LANES, ints, offset + at + LANES);
      }
    }
  }

  private static void store(IntVector words, int left, int[] target, int at) {
    if (left >= LANES) {
      words.intoArray(target, at);
    } else if (left > 0) {
      words.intoArray(target, at, Simd.INT.indexInRange(0, left));
    }
  }

  private static void store(IntVector words, int left, float[] target, int at) {
    var uniforms =
        words
            .lanewise(VectorOperators.LSHR, 8)
            .convert(VectorOperators.I2F, 0)
            .reinterpretAsFloats();
    if (left >= LANES) {
      uniforms.mul(TWO_TO_MINUS_24).intoArray(target, at);
    } else if (left > 0) {
      uniforms.mul(TWO_TO_MINUS_24).intoArray(target, at, Simd.FLOAT.indexInRange(0, left));
    }
  }
}
