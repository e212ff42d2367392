// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import java.util.Arrays;

/**
 * Convolution and its gradients as direct loops: for each pair of maps and each tap a row of the
 * output and a row of the input are walked together.
 */
final class PlainConvolution implements Instruction {
  /** Which of the three tensors is computed from the other two. */
  enum Direction {
    FORWARD,
    INPUT_GRADIENT,
    FILTER_GRADIENT
  }

  private final Direction direction;
  private final ConvolutionGeometry geometry;
  private final int x;
  private final int filter;
  private final int y;
  private final int images;
  private final int inputMaps;
  private final int inputHeight;
  private final int inputWidth;
  private final int outputMaps;
  private final int outputHeight;
  private final int outputWidth;
  private final int filterMaps;
  private final int filterHeight;
  private final int filterWidth;

  /**
   * An instruction.
   *
   * @param x buffer of the input or its gradient, of shape {@code input}
   * @param filter buffer of the filter or its gradient, of shape {@code weights}
   * @param y buffer of the output or its gradient, of shape {@code output}
   */
  PlainConvolution(
      Direction direction,
      ConvolutionGeometry geometry,
      int x,
      Shape input,
      int filter,
      Shape weights,
      int y,
      Shape output) {
    this.direction = direction;
    this.geometry = geometry;
    this.x = x;
    this.filter = filter;
    this.y = y;
    images = input.dimension(0);
    inputMaps = input.dimension(1);
    inputHeight = input.dimension(2);
    inputWidth = input.dimension(3);
    outputMaps = output.dimension(1);
    outputHeight = output.dimension(2);
    outputWidth = output.dimension(3);
    filterMaps = weights.dimension(1);
    filterHeight = weights.dimension(2);
    filterWidth = weights.dimension(3);
  }

  @Override
  public void run(Frame frame) {
    clearResult(frame);
    for (int image = 0; image < images; image++) {
      for (int map = 0; map < outputMaps; map++) {
        int group = map / (outputMaps / geometry.groups());
        for (int source = 0; source < filterMaps; source++) {
          int inputPlane = image * inputMaps + group * filterMaps + source;
          pair(
              frame,
              frame.offset(x) + inputPlane * inputHeight * inputWidth,
              frame.offset(filter) + (map * filterMaps + source) * filterHeight * filterWidth,
              frame.offset(y) + (image * outputMaps + map) * outputHeight * outputWidth);
        }
      }
    }
  }

  private void clearResult(Frame frame) {
    switch (direction) {
      case FORWARD -> clear(frame, y, images * outputMaps * outputHeight * outputWidth);
      case INPUT_GRADIENT -> clear(frame, x, images * inputMaps * inputHeight * inputWidth);
      case FILTER_GRADIENT ->
          clear(frame, filter, outputMaps * filterMaps * filterHeight * filterWidth);
    }
  }

  private static void clear(Frame frame, int buffer, int count) {
    int at = frame.offset(buffer);
    Arrays.fill(frame.floats(buffer), at, at + count, 0);
  }

  /** One input map, one output map, all taps. */
  private void pair(Frame frame, int xAt, int filterAt, int yAt) {
    float[] input = frame.floats(x);
    float[] weights = frame.floats(filter);
    float[] output = frame.floats(y);
    int stride = geometry.strideWidth();
    for (int tapRow = 0; tapRow < filterHeight; tapRow++) {
      int down = tapRow * geometry.dilationHeight() - geometry.padTop();
      int rowFrom = first(down, geometry.strideHeight());
      int rowTo = behind(down, geometry.strideHeight(), inputHeight, outputHeight);
      for (int tapColumn = 0; tapColumn < filterWidth; tapColumn++) {
        int right = tapColumn * geometry.dilationWidth() - geometry.padLeft();
        int from = first(right, stride);
        int to = behind(right, stride, inputWidth, outputWidth);
        int tap = filterAt + tapRow * filterWidth + tapColumn;
        float weight = weights[tap];
        double sum = 0;
        for (int row = rowFrom; row < rowTo; row++) {
          int in = xAt + (row * geometry.strideHeight() + down) * inputWidth + right;
          int out = yAt + row * outputWidth;
          switch (direction) {
            case FORWARD -> {
              for (int column = from; column < to; column++) {
                output[out + column] += weight * input[in + column * stride];
              }
            }
            case INPUT_GRADIENT -> {
              for (int column = from; column < to; column++) {
                input[in + column * stride] += weight * output[out + column];
              }
            }
            case FILTER_GRADIENT -> {
              float partial = 0;
              for (int column = from; column < to; column++) {
                partial += input[in + column * stride] * output[out + column];
              }
              sum += partial;
            }
          }
        }
        if (direction == Direction.FILTER_GRADIENT) {
          weights[tap] += (float) sum;
        }
      }
    }
  }

  /** The first output position whose tap lies inside the input. */
  private static int first(int shift, int stride) {
    return shift >= 0 ? 0 : Math.ceilDiv(-shift, stride);
  }

  /** The position behind the last whose tap lies inside the input. */
  private static int behind(int shift, int stride, int input, int output) {
    return Math.min(output, Math.floorDiv(input - 1 - shift, stride) + 1);
  }
}
