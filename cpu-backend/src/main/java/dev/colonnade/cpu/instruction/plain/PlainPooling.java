// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import java.util.Arrays;

/** Max-pooling, average-pooling and their gradients, window by window. */
final class PlainPooling implements Instruction {
  private enum Kind {
    MAX,
    MAX_GRADIENT,
    AVERAGE,
    AVERAGE_GRADIENT
  }

  private final Kind kind;
  private final PoolGeometry geometry;
  private final boolean countPadding;
  private final int[] buffers;
  private final int planes;
  private final int height;
  private final int width;
  private final int outputHeight;
  private final int outputWidth;

  PlainPooling(PoolOp op, Call call) {
    geometry = op.geometry();
    Shape input;
    switch (op) {
      case PoolOp.MaxPool max -> {
        kind = Kind.MAX;
        countPadding = false;
        input = call.operandType(0).shape();
        buffers = new int[] {call.operand(0), call.result(0)};
      }
      case PoolOp.MaxPoolGradient gradient -> {
        kind = Kind.MAX_GRADIENT;
        countPadding = false;
        input = call.operandType(0).shape();
        buffers = new int[] {call.operand(0), call.operand(1), call.result(0)};
      }
      case PoolOp.AveragePool average -> {
        kind = Kind.AVERAGE;
        countPadding = average.countPadding();
        input = call.operandType(0).shape();
        buffers = new int[] {call.operand(0), call.result(0)};
      }
      case PoolOp.AveragePoolGradient gradient -> {
        kind = Kind.AVERAGE_GRADIENT;
        countPadding = gradient.countPadding();
        input = gradient.inputShape();
        buffers = new int[] {call.operand(0), call.result(0)};
      }
    }
    planes = input.dimension(0) * input.dimension(1);
    height = input.dimension(2);
    width = input.dimension(3);
    outputHeight = geometry.outputHeight(height);
    outputWidth = geometry.outputWidth(width);
  }

  @Override
  public void run(Frame frame) {
    int last = buffers[buffers.length - 1];
    float[] result = frame.floats(last);
    int resultAt = frame.offset(last);
    float[] first = frame.floats(buffers[0]);
    int firstAt = frame.offset(buffers[0]);
    int in = height * width;
    int out = outputHeight * outputWidth;
    if (kind == Kind.MAX_GRADIENT || kind == Kind.AVERAGE_GRADIENT) {
      Arrays.fill(result, resultAt, resultAt + planes * in, 0);
    }
    for (int plane = 0; plane < planes; plane++) {
      for (int row = 0; row < outputHeight; row++) {
        for (int column = 0; column < outputWidth; column++) {
          int window = plane * out + row * outputWidth + column;
          switch (kind) {
            case MAX -> {
              int winner = winner(first, firstAt + plane * in, row, column);
              result[resultAt + window] = winner < 0 ? Float.NEGATIVE_INFINITY : first[winner];
            }
            case MAX_GRADIENT -> {
              int winner = winner(first, firstAt + plane * in, row, column);
              if (winner >= 0) {
                result[resultAt + winner - firstAt] +=
                    frame.floats(buffers[1])[frame.offset(buffers[1]) + window];
              }
            }
            case AVERAGE ->
                result[resultAt + window] = mean(first, firstAt + plane * in, row, column);
            case AVERAGE_GRADIENT ->
                spread(first[firstAt + window], result, resultAt + plane * in, row, column);
          }
        }
      }
    }
  }

  /**
   * Index of the first largest element of a window, or of its first NaN; -1 where a dilated window
   * has no element inside.
   */
  private int winner(float[] x, int plane, int row, int column) {
    int winner = -1;
    float best = 0;
    for (int i = 0; i < geometry.windowHeight(); i++) {
      int y = inputRow(row, i);
      if (y < 0 || y >= height) {
        continue;
      }
      for (int j = 0; j < geometry.windowWidth(); j++) {
        int at = inputColumn(column, j);
        if (at < 0 || at >= width) {
          continue;
        }
        float value = x[plane + y * width + at];
        if (winner < 0 || value > best || (Float.isNaN(value) && !Float.isNaN(best))) {
          winner = plane + y * width + at;
          best = value;
        }
      }
    }
    return winner;
  }

  private float mean(float[] x, int plane, int row, int column) {
    float sum = 0;
    for (int i = 0; i < geometry.windowHeight(); i++) {
      int y = inputRow(row, i);
      for (int j = 0; j < geometry.windowWidth(); j++) {
        int at = inputColumn(column, j);
        if (y >= 0 && y < height && at >= 0 && at < width) {
          sum += x[plane + y * width + at];
        }
      }
    }
    return sum / divisor(row, column);
  }

  private void spread(float gradient, float[] dx, int plane, int row, int column) {
    float share = gradient / divisor(row, column);
    for (int i = 0; i < geometry.windowHeight(); i++) {
      int y = inputRow(row, i);
      for (int j = 0; j < geometry.windowWidth(); j++) {
        int at = inputColumn(column, j);
        if (y >= 0 && y < height && at >= 0 && at < width) {
          dx[plane + y * width + at] += share;
        }
      }
    }
  }

  private int divisor(int row, int column) {
    int rows = 0;
    for (int i = 0; i < geometry.windowHeight(); i++) {
      int y = inputRow(row, i);
      if (countPadding ? y < height + geometry.padBottom() : y >= 0 && y < height) {
        rows++;
      }
    }
    int columns = 0;
    for (int j = 0; j < geometry.windowWidth(); j++) {
      int at = inputColumn(column, j);
      if (countPadding ? at < width + geometry.padRight() : at >= 0 && at < width) {
        columns++;
      }
    }
    return rows * columns;
  }

  private int inputRow(int row, int i) {
    return row * geometry.strideHeight() - geometry.padTop() + i * geometry.dilationHeight();
  }

  private int inputColumn(int column, int j) {
    return column * geometry.strideWidth() - geometry.padLeft() + j * geometry.dilationWidth();
  }
}
