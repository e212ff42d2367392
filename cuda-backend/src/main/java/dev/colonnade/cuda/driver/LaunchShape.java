// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

/**
 * How many threads run a kernel.
 *
 * @param blocksX blocks along x
 * @param blocksY blocks along y, at most 65535
 * @param blocksZ blocks along z, at most 65535
 * @param threads threads of a block, along x
 * @param sharedBytes dynamic shared memory of a block
 */
public record LaunchShape(int blocksX, int blocksY, int blocksZ, int threads, int sharedBytes) {
  /** The most blocks along y and z. */
  public static final int MOST_BLOCKS_YZ = 65535;

  /** Checks the limits that all devices have. */
  public LaunchShape {
    if (blocksX < 1
        || blocksY < 1
        || blocksZ < 1
        || blocksY > MOST_BLOCKS_YZ
        || blocksZ > MOST_BLOCKS_YZ
        || threads < 1
        || threads > 1024
        || sharedBytes < 0) {
      throw new IllegalArgumentException(
          "no device runs ("
              + blocksX
              + ", "
              + blocksY
              + ", "
              + blocksZ
              + ") blocks of "
              + threads
              + " threads with "
              + sharedBytes
              + " bytes of shared memory");
    }
  }

  /** Blocks along x alone, without dynamic shared memory. */
  public static LaunchShape linear(int blocks, int threads) {
    return new LaunchShape(blocks, 1, 1, threads, 0);
  }
}
