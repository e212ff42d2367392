// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

/**
 * The shape of a convolution (cross-correlation: the filter is not flipped), input N x C x H x W,
 * filter O x C/groups x KH x KW, output N x O x OH x OW.
 *
 * @param batch N
 * @param inputChannels C
 * @param inputHeight H
 * @param inputWidth W
 * @param outputChannels O
 * @param kernelHeight KH
 * @param kernelWidth KW
 * @param strideHeight rows between neighbouring outputs
 * @param strideWidth columns between neighbouring outputs
 * @param padTop rows of zeros before the first
 * @param padBottom rows of zeros after the last
 * @param padLeft columns of zeros before the first
 * @param padRight columns of zeros after the last
 * @param dilationHeight rows between neighbouring filter taps
 * @param dilationWidth columns between neighbouring filter taps
 * @param groups into how many independent convolutions the channels are divided
 */
public record ConvolutionShape(
    int batch,
    int inputChannels,
    int inputHeight,
    int inputWidth,
    int outputChannels,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    int dilationHeight,
    int dilationWidth,
    int groups) {

  /** Checks that the sizes make sense and that there is an output. */
  public ConvolutionShape {
    requireAtLeast(0, batch, "batch");
    requireAtLeast(1, inputChannels, "input channels");
    requireAtLeast(1, inputHeight, "input height");
    requireAtLeast(1, inputWidth, "input width");
    requireAtLeast(1, outputChannels, "output channels");
    requireAtLeast(1, kernelHeight, "kernel height");
    requireAtLeast(1, kernelWidth, "kernel width");
    requireAtLeast(1, strideHeight, "stride (height)");
    requireAtLeast(1, strideWidth, "stride (width)");
    requireAtLeast(0, padTop, "padding (top)");
    requireAtLeast(0, padBottom, "padding (bottom)");
    requireAtLeast(0, padLeft, "padding (left)");
    requireAtLeast(0, padRight, "padding (right)");
    requireAtLeast(1, dilationHeight, "dilation (height)");
    requireAtLeast(1, dilationWidth, "dilation (width)");
    requireAtLeast(1, groups, "groups");
    if (inputChannels % groups != 0 || outputChannels % groups != 0) {
      throw new IllegalArgumentException(
          "A convolution's groups must divide its channels; given "
              + groups
              + " groups, "
              + inputChannels
              + " input and "
              + outputChannels
              + " output channels.");
    }
    requireFit("height", inputHeight + padTop + padBottom, kernelHeight, dilationHeight);
    requireFit("width", inputWidth + padLeft + padRight, kernelWidth, dilationWidth);
  }

  private static void requireAtLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          "A convolution's " + name + " must be at least " + least + "; given " + value + ".");
    }
  }

  private static void requireFit(String axis, int padded, int kernel, int dilation) {
    if ((long) (kernel - 1) * dilation + 1 > padded) {
      throw new IllegalArgumentException(
          "A convolution's kernel is larger than its padded input: "
              + axis
              + " "
              + kernel
              + " with dilation "
              + dilation
              + " on "
              + padded
              + ".");
    }
  }

  /** Returns the shape with stride 1, no padding, no dilation, one group. */
  public static ConvolutionShape of(
      int batch,
      int inputChannels,
      int inputHeight,
      int inputWidth,
      int outputChannels,
      int kernelHeight,
      int kernelWidth) {
    return new ConvolutionShape(
        batch,
        inputChannels,
        inputHeight,
        inputWidth,
        outputChannels,
        kernelHeight,
        kernelWidth,
        1,
        1,
        0,
        0,
        0,
        0,
        1,
        1,
        1);
  }

  /** Returns H with the padding. */
  public int paddedHeight() {
    return inputHeight + padTop + padBottom;
  }

  /** Returns W with the padding. */
  public int paddedWidth() {
    return inputWidth + padLeft + padRight;
  }

  /** Returns OH. */
  public int outputHeight() {
    return (paddedHeight() - (kernelHeight - 1) * dilationHeight - 1) / strideHeight + 1;
  }

  /** Returns OW. */
  public int outputWidth() {
    return (paddedWidth() - (kernelWidth - 1) * dilationWidth - 1) / strideWidth + 1;
  }

  /** Returns the output positions of an image, OH x OW. */
  public int outputPositions() {
    return outputHeight() * outputWidth();
  }

  /**
   * Returns the weights of one output channel, C/groups x KH x KW: the length of the dot products.
   */
  public int filterSize() {
    return inputChannels / groups * kernelHeight * kernelWidth;
  }

  /** Returns whether any side is padded. */
  public boolean padded() {
    return padTop + padBottom + padLeft + padRight > 0;
  }

  /** Returns the number of elements of the input. */
  public int inputSize() {
    return product(batch, inputChannels, inputHeight, inputWidth);
  }

  /** Returns the number of elements of the filter. */
  public int filterElements() {
    return product(outputChannels, filterSize(), 1, 1);
  }

  /** Returns the number of elements of the output. */
  public int outputSize() {
    return product(batch, outputChannels, outputHeight(), outputWidth());
  }

  /** Returns the multiply-adds of the whole batch. */
  public long multiplyAdds() {
    return (long) outputSize() * filterSize();
  }

  private static int product(int a, int b, int c, int d) {
    return Math.multiplyExact(Math.multiplyExact(a, b), Math.multiplyExact(c, d));
  }
}
