// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

/**
 * A square of light between 0 and 1 that is drawn on with round-ended lines, anti-aliased by the
 * distance of each pixel's centre from the line's edge. Lengths are in pixels; pixel (row, column)
 * has its centre at (column + 0.5, row + 0.5).
 */
final class Canvas {
  private final int size;
  private float[] light;

  Canvas(int size) {
    this.size = size;
    this.light = new float[size * size];
  }

  int size() {
    return size;
  }

  float[] light() {
    return light;
  }

  /** Draws a line whose radius goes from {@code radius1} to {@code radius2}; ink never adds up. */
  void line(
      double x1, double y1, double x2, double y2, double radius1, double radius2, double ink) {
    double reach = Math.max(radius1, radius2) + 1;
    int top = clamp(Math.min(y1, y2) - reach);
    int bottom = clamp(Math.max(y1, y2) + reach);
    int left = clamp(Math.min(x1, x2) - reach);
    int right = clamp(Math.max(x1, x2) + reach);
    double dx = x2 - x1;
    double dy = y2 - y1;
    double lengthSquared = dx * dx + dy * dy;
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x1;
        double py = row + 0.5 - y1;
        double share =
            lengthSquared < 1e-12
                ? 0
                : Math.max(0, Math.min(1, (px * dx + py * dy) / lengthSquared));
        double ex = px - share * dx;
        double ey = py - share * dy;
        double radius = radius1 + share * (radius2 - radius1);
        double cover = radius + 0.5 - StrictMath.sqrt(ex * ex + ey * ey);
        if (cover > 0) {
          int index = row * size + column;
          light[index] = Math.max(light[index], (float) (ink * Math.min(1, cover)));
        }
      }
    }
  }

  /** Wipes a band of the given half-width along the line through (x, y) in direction (dx, dy). */
  void wipe(double x, double y, double dx, double dy, double halfWidth) {
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double distance = Math.abs((column + 0.5 - x) * dy - (row + 0.5 - y) * dx);
        double kept = Math.max(0, Math.min(1, distance - halfWidth + 0.5));
        light[row * size + column] *= (float) kept;
      }
    }
  }

  /** Convolves with a Gaussian of the given standard deviation, taking the outside for dark. */
  void blur(double sigma) {
    if (sigma < 0.05) {
      return;
    }
    int reach = (int) StrictMath.ceil(3 * sigma);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      kernel[i + reach] = StrictMath.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + reach];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    light = blurRows(blurRows(light, kernel, reach), kernel, reach);
  }

  /** Blurs along rows and returns the transpose, so that doing it twice blurs both ways. */
  private float[] blurRows(float[] source, double[] kernel, int reach) {
    float[] transposed = new float[size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double sum = 0;
        int from = Math.max(0, column - reach);
        int to = Math.min(size - 1, column + reach);
        for (int other = from; other <= to; other++) {
          sum += kernel[other - column + reach] * source[row * size + other];
        }
        transposed[column * size + row] = (float) sum;
      }
    }
    return transposed;
  }

  private int clamp(double position) {
    return (int) Math.max(0, Math.min(size - 1, StrictMath.floor(position)));
  }
}
