// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.pooling;

/**
 * The shape of a pooling over planes (images x channels) of H x W elements.
 *
 * @param planes how many planes, N x C
 * @param inputHeight H
 * @param inputWidth W
 * @param windowHeight rows of a window
 * @param windowWidth columns of a window
 * @param strideHeight rows between neighbouring windows
 * @param strideWidth columns between neighbouring windows
 * @param padTop rows outside the input before the first
 * @param padBottom rows outside the input after the last
 * @param padLeft columns outside the input before the first
 * @param padRight columns outside the input after the last
 * @param dilationHeight rows between neighbouring elements of a window
 * @param dilationWidth columns between neighbouring elements of a window
 * @param outputHeight OH; see {@link #outputExtent}
 * @param outputWidth OW
 */
public record PoolingShape(
    int planes,
    int inputHeight,
    int inputWidth,
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
    int outputHeight,
    int outputWidth) {

  /** Checks that no size is negative or, where that makes no sense, zero. */
  public PoolingShape {
    requireAtLeast(0, planes, "planes");
    requireAtLeast(1, inputHeight, "input height");
    requireAtLeast(1, inputWidth, "input width");
    requireAtLeast(1, outputHeight, "output height");
    requireAtLeast(1, outputWidth, "output width");
    requireWindow("height", windowHeight, strideHeight, padTop, padBottom, dilationHeight);
    requireWindow("width", windowWidth, strideWidth, padLeft, padRight, dilationWidth);
  }

  private static void requireAtLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          "A pooling's " + name + " must be at least " + least + "; given " + value + ".");
    }
  }

  private static void requireWindow(
      String axis, int window, int stride, int padLow, int padHigh, int dilation) {
    requireAtLeast(1, window, "window (" + axis + ")");
    requireAtLeast(1, stride, "stride (" + axis + ")");
    requireAtLeast(0, padLow, "padding before (" + axis + ")");
    requireAtLeast(0, padHigh, "padding after (" + axis + ")");
    requireAtLeast(1, dilation, "dilation (" + axis + ")");
  }

  /**
   * Returns the number of windows along an axis.
   *
   * @param ceil whether a window that reaches past the (padded) end counts, if it starts inside the
   *     input or the padding before it, as PyTorch has it
   */
  public static int outputExtent(
      int input, int window, int stride, int padLow, int padHigh, int dilation, boolean ceil) {
    int room = input + padLow + padHigh - (window - 1) * dilation - 1;
    if (room < 0 && !ceil) {
      return 0;
    }
    int output = (ceil ? Math.ceilDiv(room, stride) : Math.floorDiv(room, stride)) + 1;
    if (ceil && (output - 1) * stride >= input + padLow) {
      output--;
    }
    return output;
  }

  /**
   * Returns the shape of a pooling with square windows side by side: stride = window, no padding.
   */
  public static PoolingShape of(int planes, int inputHeight, int inputWidth, int window) {
    return of(planes, inputHeight, inputWidth, window, window, false);
  }

  /** Returns the shape of a pooling with square windows and no padding. */
  public static PoolingShape of(
      int planes, int inputHeight, int inputWidth, int window, int stride, boolean ceil) {
    return new PoolingShape(
        planes,
        inputHeight,
        inputWidth,
        window,
        window,
        stride,
        stride,
        0,
        0,
        0,
        0,
        1,
        1,
        outputExtent(inputHeight, window, stride, 0, 0, 1, ceil),
        outputExtent(inputWidth, window, stride, 0, 0, 1, ceil));
  }

  /** Returns the number of elements of the input. */
  public int inputSize() {
    return Math.multiplyExact(planes, Math.multiplyExact(inputHeight, inputWidth));
  }

  /** Returns the number of elements of the output. */
  public int outputSize() {
    return Math.multiplyExact(planes, Math.multiplyExact(outputHeight, outputWidth));
  }

  /** Whether windows lie side by side within the input, each element in at most one. */
  boolean tiles() {
    return strideHeight == windowHeight
        && strideWidth == windowWidth
        && dilationHeight == 1
        && dilationWidth == 1
        && padTop == 0
        && padLeft == 0
        && outputHeight * windowHeight <= inputHeight
        && outputWidth * windowWidth <= inputWidth;
  }

  /** The first row of a window's elements that lies in the input, counted in the window. */
  int firstRow(int outputRow) {
    return first(outputRow * strideHeight - padTop, dilationHeight);
  }

  /** One past the last row of a window's elements that lies in the input, counted in the window. */
  int endRow(int outputRow) {
    return end(outputRow * strideHeight - padTop, windowHeight, dilationHeight, inputHeight);
  }

  int firstColumn(int outputColumn) {
    return first(outputColumn * strideWidth - padLeft, dilationWidth);
  }

  int endColumn(int outputColumn) {
    return end(outputColumn * strideWidth - padLeft, windowWidth, dilationWidth, inputWidth);
  }

  private static int first(int start, int dilation) {
    return start >= 0 ? 0 : Math.ceilDiv(-start, dilation);
  }

  private static int end(int start, int window, int dilation, int input) {
    return Math.min(window, Math.ceilDiv(input - start, dilation));
  }
}
