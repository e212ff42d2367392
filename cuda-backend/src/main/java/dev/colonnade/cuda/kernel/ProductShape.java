// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.cuda.driver.LaunchShape;

/**
 * Tiles and splits of a product; {@code ProductShape} of product.cuh.
 *
 * @param rows of the result
 * @param columns of the result
 * @param depth products that are summed for an element
 * @param depthPerSplit of them, how many one block sums
 * @param splits over how many blocks the sum is split
 */
record ProductShape(long rows, long columns, long depth, long depthPerSplit, int splits) {
  /** {@code PRODUCT_TILE}, {@code PRODUCT_DEPTH} and {@code PRODUCT_THREADS} of product.cuh. */
  private static final int TILE = 64;

  private static final int DEPTH = 16;
  private static final int THREADS = 256;

  /** Blocks of each multiprocessor that small products are spread over. */
  private static final int DOT_BLOCKS = 4;

  /** Products that a thread sums at least, before more threads share an element. */
  private static final int SHORTEST_LANE = 8;

  /** A sum shorter than this is not worth a second kernel. */
  private static final int SHORTEST_SPLIT = 256;

  /**
   * Chooses the splits: where the tiles do not fill the device and the sums are long. It depends on
   * shapes and the number of multiprocessors alone.
   *
   * @param batch products of this shape side by side
   * @param maySplit whether sums may be split at all
   */
  static ProductShape of(
      long rows, long columns, long depth, long batch, int multiprocessors, boolean maySplit) {
    long blocks = Math.ceilDiv(rows, TILE) * Math.ceilDiv(columns, TILE) * batch;
    long wanted = Math.ceilDiv(2L * multiprocessors, blocks);
    long most = Math.max(1, depth / SHORTEST_SPLIT);
    long splits = maySplit ? Math.max(1, Math.min(wanted, Math.min(most, 1024))) : 1;
    long each = Math.ceilDiv(Math.ceilDiv(depth, splits), DEPTH) * DEPTH;
    return new ProductShape(rows, columns, depth, each, (int) Math.ceilDiv(depth, each));
  }

  /** The same product with its sums in one piece. */
  ProductShape whole() {
    return new ProductShape(rows, columns, depth, Math.ceilDiv(depth, DEPTH) * DEPTH, 1);
  }

  /** Blocks along x are tiles, along y splits, along z the batch. */
  LaunchShape launch(int batch) {
    long tiles = Math.ceilDiv(rows, TILE) * Math.ceilDiv(columns, TILE);
    return new LaunchShape(Math.toIntExact(tiles), splits, batch, THREADS, 0);
  }

  /** Threads that make one element together when there are too few elements to fill tiles. */
  int lanes(long batch, int multiprocessors) {
    long threads = (long) multiprocessors * THREADS * DOT_BLOCKS;
    long wanted = Math.max(1, threads / Math.max(1, rows * columns * batch));
    long most = Math.max(1, Math.min(THREADS, depth / SHORTEST_LANE));
    return (int) Long.highestOneBit(Math.min(wanted, most));
  }

  /** Whether a product is so small that its tiles would leave most of the device idle. */
  boolean isSmall(long batch, int multiprocessors) {
    long tiles = Math.ceilDiv(rows, TILE) * Math.ceilDiv(columns, TILE) * batch * splits;
    return 2 * tiles < multiprocessors;
  }

  /** Blocks of the kernel that makes each element by itself. */
  LaunchShape dotLaunch(int batch, int lanes) {
    long blocks = Math.ceilDiv(rows * columns, THREADS / lanes);
    return new LaunchShape(Math.toIntExact(blocks), 1, batch, THREADS, 0);
  }

  /** Bits of a binary32 mantissa, the first one that is not stored among them. */
  private static final int MANTISSA_BITS = 24;

  /** Mantissa bits that an operand of a product loses in a math mode. */
  static int droppedBits(MathMode mode) {
    return MANTISSA_BITS + Math.getExponent(mode.unitRoundoff());
  }

  /** The structures {@code ProductShape} and {@code DotShape}. */
  void appendTo(Parameters parameters, int lanes, MathMode mode) {
    int droppedBits = droppedBits(mode);
    parameters
        .int64(rows)
        .int64(columns)
        .int64(depth)
        .int64(depthPerSplit)
        .int32(splits)
        .int32(Math.toIntExact(Math.ceilDiv(columns, TILE)))
        .int32(droppedBits)
        .int32(0)
        .int64(rows)
        .int64(columns)
        .int64(depth)
        .int32(lanes)
        .int32(droppedBits);
  }
}
