// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.scalar;

import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import java.util.Arrays;

/**
 * Convolution and its gradients as plain loops: for each pair of maps and each filter tap, along
 * the columns of the output. Taps that fall into the padding are left out by the bounds of the
 * loops.
 */
public final class ScalarConvolution {

  private ScalarConvolution() {}

  /** Computes the output; see the vector kernel for the layouts. */
  public static void forward(
      ConvolutionShape s, float[] x, int xOffset, float[] w, int wOffset, float[] y, int yOffset) {
    Arrays.fill(y, yOffset, yOffset + s.outputSize(), 0f);
    visit(s, Direction.FORWARD, x, xOffset, w, wOffset, y, yOffset);
  }

  /** Computes the gradient of the input. */
  public static void inputGradient(
      ConvolutionShape s,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    Arrays.fill(dx, dxOffset, dxOffset + s.inputSize(), 0f);
    visit(s, Direction.INPUT_GRADIENT, dx, dxOffset, w, wOffset, dy, dyOffset);
  }

  /** Computes the gradient of the filter. */
  public static void filterGradient(
      ConvolutionShape s,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset) {
    Arrays.fill(dw, dwOffset, dwOffset + s.filterElements(), 0f);
    visit(s, Direction.FILTER_GRADIENT, x, xOffset, dw, dwOffset, dy, dyOffset);
  }

  private enum Direction {
    FORWARD,
    INPUT_GRADIENT,
    FILTER_GRADIENT
  }

  private static void visit(
      ConvolutionShape s,
      Direction direction,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset) {
    int groupInputs = s.inputChannels() / s.groups();
    int groupOutputs = s.outputChannels() / s.groups();
    int inputPlane = s.inputHeight() * s.inputWidth();
    int taps = s.kernelHeight() * s.kernelWidth();
    for (int n = 0; n < s.batch(); n++) {
      for (int o = 0; o < s.outputChannels(); o++) {
        int yAt = yOffset + (n * s.outputChannels() + o) * s.outputPositions();
        for (int c = 0; c < groupInputs; c++) {
          int channel = o / groupOutputs * groupInputs + c;
          int xAt = xOffset + (n * s.inputChannels() + channel) * inputPlane;
          int wAt = wOffset + (o * groupInputs + c) * taps;
          for (int ky = 0; ky < s.kernelHeight(); ky++) {
            for (int kx = 0; kx < s.kernelWidth(); kx++) {
              tap(s, direction, ky, kx, x, xAt, w, wAt + ky * s.kernelWidth() + kx, y, yAt);
            }
          }
        }
      }
    }
  }

  /** One weight and one pair of planes. */
  private static void tap(
      ConvolutionShape s,
      Direction direction,
      int ky,
      int kx,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] y,
      int yAt) {
    int shiftY = ky * s.dilationHeight() - s.padTop();
    int shiftX = kx * s.dilationWidth() - s.padLeft();
    int rowFrom = first(shiftY, s.strideHeight());
    int rowTo = end(shiftY, s.strideHeight(), s.inputHeight(), s.outputHeight());
    int columnFrom = first(shiftX, s.strideWidth());
    int columnTo = end(shiftX, s.strideWidth(), s.inputWidth(), s.outputWidth());
    int step = s.strideWidth();
    float weight = w[wAt];
    float sum = 0;
    for (int row = rowFrom; row < rowTo; row++) {
      int in = xAt + (row * s.strideHeight() + shiftY) * s.inputWidth() + shiftX;
      int out = yAt + row * s.outputWidth();
      switch (direction) {
        case FORWARD -> {
          for (int column = columnFrom; column < columnTo; column++) {
            y[out + column] += weight * x[in + column * step];
          }
        }
        case INPUT_GRADIENT -> {
          for (int column = columnFrom; column < columnTo; column++) {
            x[in + column * step] += weight * y[out + column];
          }
        }
        case FILTER_GRADIENT -> {
          for (int column = columnFrom; column < columnTo; column++) {
            sum += x[in + column * step] * y[out + column];
          }
        }
      }
    }
    if (direction == Direction.FILTER_GRADIENT) {
      w[wAt] += sum;
    }
  }

  /** The first output whose input is not in front of the image. */
  private static int first(int shift, int stride) {
    return shift >= 0 ? 0 : Math.ceilDiv(-shift, stride);
  }

  /** One past the last output whose input is not behind the image. */
  private static int end(int shift, int stride, int input, int output) {
    return Math.min(output, Math.max(0, Math.ceilDiv(input - shift, stride)));
  }
}
