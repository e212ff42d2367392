// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

/**
 * Where the taps of a two-dimensional convolution fall. A one-dimensional one has height 1.
 *
 * <p>Output row {@code o} reads input rows {@code o * strideHeight - padTop + r * dilationHeight}
 * for filter rows r; positions outside the input count as zero. Extents are those that fit: {@code
 * (input + padding - dilation * (filter - 1) - 1) / stride + 1}, rounded down.
 *
 * @param strideHeight rows between output rows, at least 1 (the papers' skipping factor plus one)
 * @param strideWidth columns between output columns, at least 1
 * @param padTop zero rows above
 * @param padBottom zero rows below
 * @param padLeft zero columns on the left
 * @param padRight zero columns on the right
 * @param dilationHeight rows between filter taps, at least 1
 * @param dilationWidth columns between filter taps, at least 1
 * @param groups number of groups into which input and output maps are split
 */
public record ConvolutionGeometry(
    int strideHeight,
    int strideWidth,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    int dilationHeight,
    int dilationWidth,
    int groups) {
  /** Stride 1, no padding ("valid"), no dilation, one group: the convolution of DanNet. */
  public static final ConvolutionGeometry VALID =
      new ConvolutionGeometry(1, 1, 0, 0, 0, 0, 1, 1, 1);

  /** Checks the ranges. */
  public ConvolutionGeometry {
    if (strideHeight < 1 || strideWidth < 1 || dilationHeight < 1 || dilationWidth < 1) {
      throw new IllegalArgumentException("strides and dilations must be at least 1");
    }
    if (padTop < 0 || padBottom < 0 || padLeft < 0 || padRight < 0) {
      throw new IllegalArgumentException("padding must not be negative");
    }
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1");
    }
  }

  /** This geometry with these strides. */
  public ConvolutionGeometry withStride(int height, int width) {
    return new ConvolutionGeometry(
        height, width, padTop, padBottom, padLeft, padRight, dilationHeight, dilationWidth, groups);
  }

  /** This geometry with {@code padding} zeros on every side. */
  public ConvolutionGeometry withPadding(int padding) {
    return withPadding(padding, padding, padding, padding);
  }

  /** This geometry with this padding. */
  public ConvolutionGeometry withPadding(int top, int bottom, int left, int right) {
    return new ConvolutionGeometry(
        strideHeight, strideWidth, top, bottom, left, right, dilationHeight, dilationWidth, groups);
  }

  /** This geometry with these dilations. */
  public ConvolutionGeometry withDilation(int height, int width) {
    return new ConvolutionGeometry(
        strideHeight, strideWidth, padTop, padBottom, padLeft, padRight, height, width, groups);
  }

  /** This geometry with this number of groups. */
  public ConvolutionGeometry withGroups(int count) {
    return new ConvolutionGeometry(
        strideHeight,
        strideWidth,
        padTop,
        padBottom,
        padLeft,
        padRight,
        dilationHeight,
        dilationWidth,
        count);
  }

  /** Rows of the output for these rows of input and filter; below 1 if the filter does not fit. */
  public int outputHeight(int inputHeight, int filterHeight) {
    return extent(
        inputHeight, padTop + padBottom, dilationHeight * (filterHeight - 1) + 1, strideHeight);
  }

  /** Columns of the output; below 1 if the filter does not fit. */
  public int outputWidth(int inputWidth, int filterWidth) {
    return extent(
        inputWidth, padLeft + padRight, dilationWidth * (filterWidth - 1) + 1, strideWidth);
  }

  private static int extent(int input, int padding, int reach, int stride) {
    return Math.floorDiv(input + padding - reach, stride) + 1;
  }
}
