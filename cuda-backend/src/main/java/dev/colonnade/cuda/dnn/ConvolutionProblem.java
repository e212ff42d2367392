// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.ConvolutionGeometry;

/**
 * A two-dimensional convolution, or rather cross-correlation, as networks have it. Padding is the
 * same on opposite sides, as cuDNN's functions know no other: a caller whose padding differs pads
 * the input first.
 *
 * @param n images
 * @param c maps of the input
 * @param h rows of the input
 * @param w columns of the input
 * @param m maps of the output
 * @param r rows of the filter
 * @param s columns of the filter
 * @param strideH rows between output rows
 * @param strideW columns between output columns
 * @param padH zero rows above, and as many below
 * @param padW zero columns on the left, and as many on the right
 * @param dilationH rows between filter taps
 * @param dilationW columns between filter taps
 * @param groups groups of maps; divides c and m
 * @param layout order of elements in memory, for images and filters alike
 * @param mathMode precision of the operands
 */
public record ConvolutionProblem(
    int n,
    int c,
    int h,
    int w,
    int m,
    int r,
    int s,
    int strideH,
    int strideW,
    int padH,
    int padW,
    int dilationH,
    int dilationW,
    int groups,
    Layout layout,
    MathMode mathMode) {
  /** Checks that there is something to compute. */
  public ConvolutionProblem {
    if (n < 1 || c < 1 || h < 1 || w < 1 || m < 1 || r < 1 || s < 1) {
      throw new IllegalArgumentException(
          "a convolution needs positive extents, got n "
              + n
              + ", c "
              + c
              + ", h "
              + h
              + ", w "
              + w
              + ", m "
              + m
              + ", r "
              + r
              + ", s "
              + s);
    }
    ConvolutionGeometry geometry =
        new ConvolutionGeometry(
            strideH, strideW, padH, padH, padW, padW, dilationH, dilationW, groups);
    if (c % groups != 0 || m % groups != 0) {
      throw new IllegalArgumentException(
          groups
              + " groups divide neither or only one of "
              + c
              + " input and "
              + m
              + " output maps");
    }
    if (geometry.outputHeight(h, r) < 1 || geometry.outputWidth(w, s) < 1) {
      throw new IllegalArgumentException(
          "a filter of " + r + " x " + s + " does not fit into the padded " + h + " x " + w);
    }
  }

  /**
   * A convolution with a geometry of the core.
   *
   * @throws IllegalArgumentException if padding differs on opposite sides
   */
  public static ConvolutionProblem of(
      int n,
      int c,
      int h,
      int w,
      int m,
      int r,
      int s,
      ConvolutionGeometry geometry,
      Layout layout,
      MathMode mathMode) {
    if (!isSymmetric(geometry)) {
      throw new IllegalArgumentException(
          "cuDNN pads opposite sides alike, got " + geometry + "; pad the input first");
    }
    return new ConvolutionProblem(
        n,
        c,
        h,
        w,
        m,
        r,
        s,
        geometry.strideHeight(),
        geometry.strideWidth(),
        geometry.padTop(),
        geometry.padLeft(),
        geometry.dilationHeight(),
        geometry.dilationWidth(),
        geometry.groups(),
        layout,
        mathMode);
  }

  /** Whether cuDNN's functions can express this padding. */
  public static boolean isSymmetric(ConvolutionGeometry geometry) {
    return geometry.padTop() == geometry.padBottom() && geometry.padLeft() == geometry.padRight();
  }

  /** The geometry as the core has it. */
  public ConvolutionGeometry geometry() {
    return new ConvolutionGeometry(
        strideH, strideW, padH, padH, padW, padW, dilationH, dilationW, groups);
  }

  /** Rows of the output. */
  public int outputHeight() {
    return geometry().outputHeight(h, r);
  }

  /** Columns of the output. */
  public int outputWidth() {
    return geometry().outputWidth(w, s);
  }
}
