// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

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

  /** Whether the grid's limits allow it. */
  boolean fits(long batch) {
    return batch <= LaunchShape.MOST_BLOCKS_YZ
        && Math.ceilDiv(rows, TILE) * Math.ceilDiv(columns, TILE) <= Integer.MAX_VALUE;
  }

  /** Blocks along x are tiles, along y splits, along z the batch. */
  LaunchShape launch(int batch) {
    long tiles = Math.ceilDiv(rows, TILE) * Math.ceilDiv(columns, TILE);
    return new LaunchShape(Math.toIntExact(tiles), splits, batch, THREADS, 0);
  }

  void appendTo(Parameters parameters) {
    parameters
        .int64(rows)
        .int64(columns)
        .int64(depth)
        .int64(depthPerSplit)
        .int32(splits)
        .int32(Math.toIntExact(Math.ceilDiv(columns, TILE)));
  }
}
