// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import dev.colonnade.cpu.kernel.Simd;

/**
 * Where the elements of the unfolded image (im2col) lie. The element of filter tap {@code k} at
 * output position {@code p} is at {@code tapOffsets[k] + positionOffsets[p]} of the padded image's
 * group; the matrix itself is never formed, panels of it are gathered where they are used.
 */
public final class Unfolding {

  private final ConvolutionShape shape;
  private final int[] tapOffsets;
  private final int[] positionOffsets;
  private final int imageSize;

  /** The tables of a shape. */
  public Unfolding(ConvolutionShape shape) {
    this.shape = shape;
    int plane = Math.multiplyExact(shape.paddedHeight(), shape.paddedWidth());
    imageSize = Math.multiplyExact(plane, shape.inputChannels());
    tapOffsets = new int[shape.filterSize()];
    int k = 0;
    for (int c = 0; c < shape.inputChannels() / shape.groups(); c++) {
      for (int y = 0; y < shape.kernelHeight(); y++) {
        for (int x = 0; x < shape.kernelWidth(); x++) {
          tapOffsets[k++] =
              c * plane
                  + y * shape.dilationHeight() * shape.paddedWidth()
                  + x * shape.dilationWidth();
        }
      }
    }
    positionOffsets = new int[shape.outputPositions()];
    int p = 0;
    for (int y = 0; y < shape.outputHeight(); y++) {
      for (int x = 0; x < shape.outputWidth(); x++) {
        positionOffsets[p++] =
            y * shape.strideHeight() * shape.paddedWidth() + x * shape.strideWidth();
      }
    }
  }

  int[] tapOffsets() {
    return tapOffsets;
  }

  /** The taps' offsets with the channels innermost: in the order row, column, channel. */
  public int[] tapOffsetsByRows() {
    int channels = shape.inputChannels() / shape.groups();
    int[] offsets = new int[tapOffsets.length];
    for (int tap = 0; tap < offsets.length; tap++) {
      int plane = tapOffsets.length / channels;
      offsets[tap] = tapOffsets[tap % channels * plane + tap / channels];
    }
    return offsets;
  }

  int[] positionOffsets() {
    return positionOffsets;
  }

  /** The elements of a padded image, all groups. */
  int imageSize() {
    return imageSize;
  }

  /** The elements of a padded image's group. */
  int groupSize() {
    return imageSize / shape.groups();
  }

  /**
   * Finds the runs of consecutive elements among the output positions {@code from} to {@code from +
   * columns - 1}, counted through the whole batch.
   *
   * @param sources receives where each run starts
   * @param targets receives the column where each run starts, and at last {@code columns}
   * @return the number of runs
   */
  public int positionRuns(int from, int columns, int[] sources, int[] targets, int at) {
    int positions = positionOffsets.length;
    int image = from / positions;
    int p = from - image * positions;
    int run = at - 1;
    int start = 0;
    int expected = -1;
    for (int j = 0; j < columns; j++) {
      int source = image * imageSize + positionOffsets[p];
      if (source != expected || j - start == Simd.LANES) {
        run++;
        sources[run] = source;
        targets[run] = j;
        start = j;
      }
      expected = source + 1;
      if (++p == positions) {
        p = 0;
        image++;
      }
    }
    targets[run + 1] = columns;
    return run + 1 - at;
  }

  /** Finds the runs among the taps {@code from} to {@code from + columns - 1}; see positionRuns. */
  int tapRuns(int from, int columns, int[] sources, int[] targets, int at) {
    int run = at - 1;
    int start = 0;
    int expected = -1;
    for (int j = 0; j < columns; j++) {
      int source = tapOffsets[from + j];
      if (source != expected || j - start == Simd.LANES) {
        run++;
        sources[run] = source;
        targets[run] = j;
        start = j;
      }
      expected = source + 1;
    }
    targets[run + 1] = columns;
    return run + 1 - at;
  }
}
