// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

/**
 * Windows of a two-dimensional pooling.
 *
 * <p>Output row {@code o} covers input rows {@code o * strideHeight - padTop + r * dilationHeight}
 * for window rows r. Extents are {@code (input + padding - dilation * (window - 1) - 1) / stride +
 * 1} rounded down, or up with {@code ceilMode}; in ceil mode a last window that would start beyond
 * the input and its leading padding is dropped. Positions outside the input never win a maximum.
 *
 * @param windowHeight rows of a window
 * @param windowWidth columns of a window
 * @param strideHeight rows between windows
 * @param strideWidth columns between windows
 * @param padTop rows above, at most half a (dilated) window
 * @param padBottom rows below, at most half a (dilated) window
 * @param padLeft columns on the left, at most half a (dilated) window
 * @param padRight columns on the right, at most half a (dilated) window
 * @param dilationHeight rows between window positions
 * @param dilationWidth columns between window positions
 * @param ceilMode whether a partly filled last window counts
 */
public record PoolGeometry(
    int windowHeight,
    int windowWidth,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    int dilationHeight,
    int dilationWidth,
    boolean ceilMode) {
  /** Checks the ranges. */
  public PoolGeometry {
    if (windowHeight < 1
        || windowWidth < 1
        || strideHeight < 1
        || strideWidth < 1
        || dilationHeight < 1
        || dilationWidth < 1) {
      throw new IllegalArgumentException("windows, strides and dilations must be at least 1");
    }
    int reachHeight = dilationHeight * (windowHeight - 1) + 1;
    int reachWidth = dilationWidth * (windowWidth - 1) + 1;
    if (padTop < 0
        || padBottom < 0
        || padLeft < 0
        || padRight < 0
        || 2 * Math.max(padTop, padBottom) > reachHeight
        || 2 * Math.max(padLeft, padRight) > reachWidth) {
      throw new IllegalArgumentException(
          "padding must lie between 0 and half the window, or a window could be all padding");
    }
  }

  /** Non-overlapping square windows, the pooling of DanNet ({@code MP2} is {@code tiles(2)}). */
  public static PoolGeometry tiles(int window) {
    return square(window, window);
  }

  /** Square windows with a stride, rounding down. */
  public static PoolGeometry square(int window, int stride) {
    return new PoolGeometry(window, window, stride, stride, 0, 0, 0, 0, 1, 1, false);
  }

  /** This geometry, rounding up at the border. */
  public PoolGeometry withCeilMode() {
    return new PoolGeometry(
        windowHeight,
        windowWidth,
        strideHeight,
        strideWidth,
        padTop,
        padBottom,
        padLeft,
        padRight,
        dilationHeight,
        dilationWidth,
        true);
  }

  /** Rows of the output; below 1 if no window fits. */
  public int outputHeight(int inputHeight) {
    return extent(
        inputHeight, padTop, padBottom, dilationHeight * (windowHeight - 1) + 1, strideHeight);
  }

  /** Columns of the output; below 1 if no window fits. */
  public int outputWidth(int inputWidth) {
    return extent(
        inputWidth, padLeft, padRight, dilationWidth * (windowWidth - 1) + 1, strideWidth);
  }

  /**
   * Whether each window holds at least one position of an input of these extents. With dilation a
   * window can fall wholly into the padding of a small input, where neither a maximum nor a mean
   * exists.
   */
  public boolean everyWindowTouches(int inputHeight, int inputWidth) {
    return touches(
            inputHeight,
            outputHeight(inputHeight),
            padTop,
            strideHeight,
            windowHeight,
            dilationHeight)
        && touches(
            inputWidth, outputWidth(inputWidth), padLeft, strideWidth, windowWidth, dilationWidth);
  }

  private static boolean touches(
      int input, int output, int before, int stride, int window, int dilation) {
    for (int o = 0; o < output; o++) {
      boolean touched = false;
      for (int r = 0; r < window && !touched; r++) {
        int position = o * stride - before + r * dilation;
        touched = position >= 0 && position < input;
      }
      if (!touched) {
        return false;
      }
    }
    return true;
  }

  private int extent(int input, int before, int after, int reach, int stride) {
    int free = input + before + after - reach;
    if (!ceilMode) {
      return Math.floorDiv(free, stride) + 1;
    }
    int count = Math.ceilDiv(free, stride) + 1;
    return (count - 1) * stride >= input + before ? count - 1 : count;
  }
}
