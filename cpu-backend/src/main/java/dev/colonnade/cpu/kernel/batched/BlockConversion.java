// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.gemm.MicroKernel;

/** Between [n, c, h, w] and [n / block, h, w, c, block], a span of channels of blocks at a time. */
public final class BlockConversion {
  private static final int BLOCK = MicroKernel.COLUMNS;

  private BlockConversion() {}

  /**
   * Converts to the layout with the images innermost.
   *
   * @param from the first plane; planes are counted over blocks and channels
   * @param to the last plane, exclusive
   * @param channels of an image
   * @param pixels of a plane
   */
  public static void toBlocks(
      int from, int to, int channels, int pixels, float[] x, int xOffset, float[] y, int yOffset) {
    for (int plane = from; plane < to; plane++) {
      int block = plane / channels;
      int channel = plane % channels;
      Transposition.run(
          x,
          xOffset + (block * BLOCK * channels + channel) * pixels,
          channels * pixels,
          BLOCK,
          pixels,
          y,
          yOffset + (block * pixels * channels + channel) * BLOCK,
          channels * BLOCK);
    }
  }

  /** Turns whole images over: between [n, c, h, w] and [n, h, w, c]. */
  public static void turnImages(
      int from, int to, int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    for (int image = from; image < to; image++) {
      int at = image * rows * columns;
      Transposition.run(x, xOffset + at, columns, rows, columns, y, yOffset + at, rows);
    }
  }

  /** Converts back; parameters as in {@link #toBlocks}. */
  public static void fromBlocks(
      int from, int to, int channels, int pixels, float[] x, int xOffset, float[] y, int yOffset) {
    for (int plane = from; plane < to; plane++) {
      int block = plane / channels;
      int channel = plane % channels;
      Transposition.run(
          x,
          xOffset + (block * pixels * channels + channel) * BLOCK,
          channels * BLOCK,
          pixels,
          BLOCK,
          y,
          yOffset + (block * BLOCK * channels + channel) * pixels,
          channels * pixels);
    }
  }
}
