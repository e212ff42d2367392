// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;

/**
 * A filter that slides over blocks of images, forward or, turned round, from the gradient of the
 * output to that of the input.
 *
 * @param blocks of images
 * @param inputs channels read
 * @param height rows read
 * @param width columns read
 * @param outputs channels written
 * @param outHeight rows written
 * @param outWidth columns written
 * @param filterHeight rows of the filter
 * @param filterWidth columns of the filter
 * @param strideHeight rows between two places of the filter
 * @param strideWidth columns between two places of the filter
 * @param padTop rows of zeros above; negative where the first rows are not read
 * @param padLeft columns of zeros on the left; negative where the first columns are not read
 * @param backward whether the filter is turned round and its channels change places
 */
record SlidingShape(
    int blocks,
    int inputs,
    int height,
    int width,
    int outputs,
    int outHeight,
    int outWidth,
    int filterHeight,
    int filterWidth,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padLeft,
    boolean backward) {

  /** The forward convolution. */
  static SlidingShape forward(ConvolutionShape s) {
    return new SlidingShape(
        s.batch() / MicroKernel.COLUMNS,
        s.inputChannels(),
        s.inputHeight(),
        s.inputWidth(),
        s.outputChannels(),
        s.outputHeight(),
        s.outputWidth(),
        s.kernelHeight(),
        s.kernelWidth(),
        s.strideHeight(),
        s.strideWidth(),
        s.padTop(),
        s.padLeft(),
        false);
  }

  /** The gradient of the input of a convolution with stride 1. */
  static SlidingShape inputGradient(ConvolutionShape s) {
    if (s.strideHeight() != 1 || s.strideWidth() != 1) {
      throw new IllegalArgumentException("the filter cannot be turned round with a stride");
    }
    return new SlidingShape(
        s.batch() / MicroKernel.COLUMNS,
        s.outputChannels(),
        s.outputHeight(),
        s.outputWidth(),
        s.inputChannels(),
        s.inputHeight(),
        s.inputWidth(),
        s.kernelHeight(),
        s.kernelWidth(),
        1,
        1,
        s.kernelHeight() - 1 - s.padTop(),
        s.kernelWidth() - 1 - s.padLeft(),
        true);
  }

  /** Products summed in each element. */
  int depth() {
    return filterHeight * filterWidth * inputs;
  }

  int outputPositions() {
    return outHeight * outWidth;
  }

  /** Where tap (row, column) of the filter lies in its matrix for one pair of channels. */
  int tap(int row, int column) {
    return backward
        ? (filterHeight - 1 - row) * filterWidth + filterWidth - 1 - column
        : row * filterWidth + column;
  }
}
