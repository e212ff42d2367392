// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.gemm.Packing;
import java.util.Arrays;

/** Copies images into a frame of zeros, so that the kernels proper know no padding. */
public final class Padding {

  private Padding() {}

  /** Returns the floats that the padded images need, 0 where there is no padding. */
  public static int workspaceSize(ConvolutionShape shape) {
    if (!shape.padded()) {
      return 0;
    }
    int plane = Math.multiplyExact(shape.paddedHeight(), shape.paddedWidth());
    int planes = Math.multiplyExact(shape.batch(), shape.inputChannels());
    return Simd.roundUp(Math.addExact(Math.multiplyExact(plane, planes), Packing.SLACK), 16);
  }

  /** Pads the planes (images x channels) {@code from} to {@code to - 1}. */
  static void pad(
      ConvolutionShape shape,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] padded,
      int paddedOffset) {
    pad(shape, 1, from, to, x, xOffset, padded, paddedOffset);
  }

  /**
   * Pads planes of pixels.
   *
   * @param pixel floats of a pixel: 1, or the channels where they lie innermost
   * @param from the first plane
   * @param to the last plane, exclusive
   */
  public static void pad(
      ConvolutionShape shape,
      int pixel,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] padded,
      int paddedOffset) {
    int height = shape.inputHeight();
    int width = shape.inputWidth() * pixel;
    int paddedWidth = shape.paddedWidth() * pixel;
    int left = shape.padLeft() * pixel;
    int plane = shape.paddedHeight() * paddedWidth;
    for (int i = from; i < to; i++) {
      int target = paddedOffset + i * plane;
      int source = xOffset + i * height * width;
      int end = target + plane;
      Arrays.fill(padded, target, target + shape.padTop() * paddedWidth, 0f);
      int row = target + shape.padTop() * paddedWidth;
      for (int y = 0; y < height; y++) {
        Arrays.fill(padded, row, row + left, 0f);
        System.arraycopy(x, source + y * width, padded, row + left, width);
        Arrays.fill(padded, row + left + width, row + paddedWidth, 0f);
        row += paddedWidth;
      }
      Arrays.fill(padded, row, end, 0f);
    }
  }
}
