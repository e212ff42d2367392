// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.channelslast;

import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;

/**
 * Where the elements under the filter lie, in images with the channels innermost: tap (row, column,
 * channel) at output position p is at {@code positions[p] + row * rowStride + (column, channel)}.
 */
final class Windows {
  private final int[] positions;
  private final int run;
  private final int rowStride;
  private final int imageSize;

  private Windows(int[] positions, int run, int rowStride, int imageSize) {
    this.positions = positions;
    this.run = run;
    this.rowStride = rowStride;
    this.imageSize = imageSize;
  }

  static Windows of(ConvolutionShape shape) {
    if (shape.groups() != 1 || shape.dilationHeight() != 1 || shape.dilationWidth() != 1) {
      throw new IllegalArgumentException(
          "With the channels innermost a convolution has one group and no dilation; given "
              + shape);
    }
    int channels = shape.inputChannels();
    int rowStride = Math.multiplyExact(shape.paddedWidth(), channels);
    int imageSize = Math.multiplyExact(shape.paddedHeight(), rowStride);
    int[] positions = new int[Math.multiplyExact(shape.batch(), shape.outputPositions())];
    int p = 0;
    for (int n = 0; n < shape.batch(); n++) {
      for (int y = 0; y < shape.outputHeight(); y++) {
        int row = n * imageSize + y * shape.strideHeight() * rowStride;
        for (int x = 0; x < shape.outputWidth(); x++) {
          positions[p++] = row + x * shape.strideWidth() * channels;
        }
      }
    }
    return new Windows(positions, shape.kernelWidth() * channels, rowStride, imageSize);
  }

  /** For each tap its place in the image, from its window's first one. */
  int[] taps(ConvolutionShape shape) {
    int[] taps = new int[shape.filterSize()];
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] = tap / run * rowStride + tap % run;
    }
    return taps;
  }

  /** For each output position of the whole batch the place of its first tap. */
  int[] positions() {
    return positions;
  }

  /** Taps of a row of the filter, which lie side by side: columns times channels. */
  int run() {
    return run;
  }

  /** From one row of the padded image to the next. */
  int rowStride() {
    return rowStride;
  }

  /** Floats of a padded image. */
  int imageSize() {
    return imageSize;
  }
}
