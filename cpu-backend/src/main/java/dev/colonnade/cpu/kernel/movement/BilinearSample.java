// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.movement;

/**
 * Bilinear sampling of images N x C x H x W at the places of a grid N x P x Q x 2. The first number
 * of a place is the column and the second the row, in pixels, (0, 0) being the centre of the first
 * pixel. A neighbour outside the image counts as zero, or as the nearest pixel of the image.
 *
 * <p>Places beyond 2^22 pixels and NaN give some number or other, and read nothing outside the
 * image.
 */
public final class BilinearSample {

  private static final float LIMIT = 0x1p22f;

  private BilinearSample() {}

  /**
   * Samples the images {@code from} to {@code to - 1}.
   *
   * @param replicate whether outside counts as the nearest pixel instead of zero
   * @param x images, N x C x H x W
   * @param grid places, N x positions x 2, positions being P x Q
   * @param y receives N x C x positions
   */
  public static void run(
      int from,
      int to,
      int channels,
      int height,
      int width,
      int positions,
      boolean replicate,
      float[] x,
      int xOffset,
      float[] grid,
      int gridOffset,
      float[] y,
      int yOffset) {
    int plane = height * width;
    for (int n = from; n < to; n++) {
      int source = xOffset + n * channels * plane;
      int target = yOffset + n * channels * positions;
      for (int p = 0; p < positions; p++) {
        int at = gridOffset + (n * positions + p) * 2;
        float column = Math.clamp(grid[at], -LIMIT, LIMIT);
        float row = Math.clamp(grid[at + 1], -LIMIT, LIMIT);
        // Casting NaN gives 0, which keeps the reads inside.
        int left = (int) Math.floor(column);
        int top = (int) Math.floor(row);
        float right = column - left;
        float low = row - top;
        int x0 = Math.clamp(left, 0, width - 1);
        int x1 = Math.clamp(left + 1, 0, width - 1);
        int y0 = Math.clamp(top, 0, height - 1);
        int y1 = Math.clamp(top + 1, 0, height - 1);
        int at00 = y0 * width + x0;
        int at01 = y0 * width + x1;
        int at10 = y1 * width + x0;
        int at11 = y1 * width + x1;
        boolean inX0 = replicate || x0 == left;
        boolean inX1 = replicate || x1 == left + 1;
        boolean inY0 = replicate || y0 == top;
        boolean inY1 = replicate || y1 == top + 1;
        for (int c = 0; c < channels; c++) {
          int image = source + c * plane;
          float v00 = inY0 && inX0 ? x[image + at00] : 0;
          float v01 = inY0 && inX1 ? x[image + at01] : 0;
          float v10 = inY1 && inX0 ? x[image + at10] : 0;
          float v11 = inY1 && inX1 ? x[image + at11] : 0;
          float upper = (1 - right) * v00 + right * v01;
          float lower = (1 - right) * v10 + right * v11;
          y[target + c * positions + p] = (1 - low) * upper + low * lower;
        }
      }
    }
  }
}
