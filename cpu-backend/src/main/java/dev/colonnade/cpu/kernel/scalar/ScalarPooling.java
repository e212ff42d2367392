// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.scalar;

import dev.colonnade.cpu.kernel.pooling.PoolingShape;
import java.util.Arrays;

/** Pooling as plain loops over windows; the rules are those of the vector kernels. */
public final class ScalarPooling {

  private ScalarPooling() {}

  /** Computes max-pooling. */
  public static void max(PoolingShape s, float[] x, int xOffset, float[] y, int yOffset) {
    int out = yOffset;
    for (int plane = 0; plane < s.planes(); plane++) {
      for (int oy = 0; oy < s.outputHeight(); oy++) {
        for (int ox = 0; ox < s.outputWidth(); ox++) {
          int winner = winner(s, x, xOffset, plane, oy, ox);
          y[out++] = winner < 0 ? Float.NEGATIVE_INFINITY : x[winner];
        }
      }
    }
  }

  /** Computes the gradient of max-pooling. */
  public static void maxGradient(
      PoolingShape s, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    Arrays.fill(dx, dxOffset, dxOffset + s.inputSize(), 0f);
    int in = dyOffset;
    for (int plane = 0; plane < s.planes(); plane++) {
      for (int oy = 0; oy < s.outputHeight(); oy++) {
        for (int ox = 0; ox < s.outputWidth(); ox++) {
          int winner = winner(s, x, xOffset, plane, oy, ox);
          if (winner >= 0) {
            dx[dxOffset - xOffset + winner] += dy[in];
          }
          in++;
        }
      }
    }
  }

  private static int winner(PoolingShape s, float[] x, int xOffset, int plane, int oy, int ox) {
    int winner = -1;
    for (int wy = 0; wy < s.windowHeight(); wy++) {
      int row = oy * s.strideHeight() - s.padTop() + wy * s.dilationHeight();
      if (row < 0 || row >= s.inputHeight()) {
        continue;
      }
      for (int wx = 0; wx < s.windowWidth(); wx++) {
        int column = ox * s.strideWidth() - s.padLeft() + wx * s.dilationWidth();
        if (column < 0 || column >= s.inputWidth()) {
          continue;
        }
        int at = xOffset + (plane * s.inputHeight() + row) * s.inputWidth() + column;
        if (winner < 0 || x[at] > x[winner] || (Float.isNaN(x[at]) && !Float.isNaN(x[winner]))) {
          winner = at;
        }
      }
    }
    return winner;
  }

  /** Computes average-pooling. */
  public static void average(
      PoolingShape s, boolean countPadding, float[] x, int xOffset, float[] y, int yOffset) {
    average(s, countPadding, false, x, xOffset, y, yOffset);
  }

  /** Computes the gradient of average-pooling. */
  public static void averageGradient(
      PoolingShape s, boolean countPadding, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    Arrays.fill(dx, dxOffset, dxOffset + s.inputSize(), 0f);
    average(s, countPadding, true, dx, dxOffset, dy, dyOffset);
  }

  private static void average(
      PoolingShape s,
      boolean countPadding,
      boolean gradient,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset) {
    int out = yOffset;
    for (int plane = 0; plane < s.planes(); plane++) {
      int planeAt = xOffset + plane * s.inputHeight() * s.inputWidth();
      for (int oy = 0; oy < s.outputHeight(); oy++) {
        for (int ox = 0; ox < s.outputWidth(); ox++) {
          float divisor = divisor(s, countPadding, oy, ox);
          float sum = 0;
          for (int wy = 0; wy < s.windowHeight(); wy++) {
            int row = oy * s.strideHeight() - s.padTop() + wy * s.dilationHeight();
            for (int wx = 0; wx < s.windowWidth(); wx++) {
              int column = ox * s.strideWidth() - s.padLeft() + wx * s.dilationWidth();
              if (row >= 0 && row < s.inputHeight() && column >= 0 && column < s.inputWidth()) {
                int at = planeAt + row * s.inputWidth() + column;
                if (gradient) {
                  x[at] += y[out] / divisor;
                } else {
                  sum += x[at];
                }
              }
            }
          }
          if (!gradient) {
            y[out] = sum / divisor;
          }
          out++;
        }
      }
    }
  }

  private static float divisor(PoolingShape s, boolean countPadding, int oy, int ox) {
    int count = 0;
    for (int wy = 0; wy < s.windowHeight(); wy++) {
      int row = oy * s.strideHeight() - s.padTop() + wy * s.dilationHeight();
      for (int wx = 0; wx < s.windowWidth(); wx++) {
        int column = ox * s.strideWidth() - s.padLeft() + wx * s.dilationWidth();
        boolean inside =
            row >= 0 && row < s.inputHeight() && column >= 0 && column < s.inputWidth();
        boolean inPadding =
            row < s.inputHeight() + s.padBottom() && column < s.inputWidth() + s.padRight();
        if (inside || (countPadding && inPadding)) {
          count++;
        }
      }
    }
    return count;
  }
}
