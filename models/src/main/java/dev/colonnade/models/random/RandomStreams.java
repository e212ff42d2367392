// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.random;

import dev.colonnade.core.tensor.Philox;

/**
 * Independent random streams from one seed. Each purpose has a Philox key of its own, derived from
 * the seed by Philox, so that streams of different purposes or seeds never overlap by design of
 * their counters.
 */
public final class RandomStreams {
  /** What a stream is drawn for; the order is part of the checkpoint format and of every result. */
  public enum Purpose {
    /** Initial weights: counter (parameter ordinal, 0), index the element. */
    INITIALISATION,
    /** Order of examples: counter (epoch, 0). */
    ORDER,
    /** Affine part of distortions: counter (epoch, example). */
    AFFINE,
    /** Displacement fields of elastic distortions: counter (epoch, example). */
    ELASTIC,
    /** What a distortion draws once for each epoch: counter (epoch, 0). */
    EPOCH
  }

  private static final int DERIVATION = 0x436F6C6F;

  private RandomStreams() {}

  /** The two key words of a stream. */
  public static int[] key(long seed, Purpose purpose) {
    int[] words = new int[4];
    Philox.block(purpose.ordinal(), DERIVATION, 0, 0, (int) seed, (int) (seed >>> 32), words, 0);
    return new int[] {words[0], words[1]};
  }

  /**
   * The order in which an epoch visits its examples: a uniform permutation of 0 .. count-1, by
   * Fisher and Yates with unbiased draws (words that would favour some index are thrown away). The
   * same on every device.
   */
  public static int[] permutation(long seed, int epoch, int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    Words words = new Words(key(seed, Purpose.ORDER), epoch);
    for (int i = count - 1; i > 0; i--) {
      int j = words.below(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** The words of one stream, one after the other. */
  private static final class Words {
    private final int[] key;
    private final int counter;
    private final int[] block = new int[4];
    private long blocks;
    private int used = 4;

    Words(int[] key, int counter) {
      this.key = key;
      this.counter = counter;
    }

    int next() {
      if (used == 4) {
        Philox.block((int) blocks, (int) (blocks >>> 32), counter, 0, key[0], key[1], block, 0);
        blocks++;
        used = 0;
      }
      return block[used++];
    }

    /**
     * Uniform on 0 .. bound-1: D. Lemire, "Fast random integer generation in an interval", 2019.
     */
    int below(int bound) {
      long product = Integer.toUnsignedLong(next()) * bound;
      if (Integer.compareUnsigned((int) product, bound) < 0) {
        int threshold = Integer.remainderUnsigned(-bound, bound);
        while (Integer.compareUnsigned((int) product, threshold) < 0) {
          product = Integer.toUnsignedLong(next()) * bound;
        }
      }
      return (int) (product >>> 32);
    }
  }
}
