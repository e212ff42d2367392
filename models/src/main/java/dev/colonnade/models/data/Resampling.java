// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

/**
 * Bilinear resizing with pixel centres at half-integers, so that the edges of the source and of the
 * result coincide. When an image shrinks, the triangle widens with the factor, so that every source
 * pixel counts and fine patterns do not alias; when it grows, this is ordinary bilinear
 * interpolation. The weights are cut at the border and sum to one.
 */
public final class Resampling {
  private Resampling() {}

  /** Resizes to {@code [channels, height, width]}, rounding to the nearest of 256 levels. */
  public static Image resize(Image image, int height, int width) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    Taps rows = Taps.of(image.height(), height);
    Taps columns = Taps.of(image.width(), width);
    byte[] samples = new byte[image.channels() * height * width];
    double[] narrowed = new double[image.height() * width];
    for (int channel = 0; channel < image.channels(); channel++) {
      int plane = channel * image.height() * image.width();
      for (int row = 0; row < image.height(); row++) {
        for (int column = 0; column < width; column++) {
          double sum = 0;
          double[] weights = columns.weights[column];
          int from = plane + row * image.width() + columns.first[column];
          for (int tap = 0; tap < weights.length; tap++) {
            sum += weights[tap] * Byte.toUnsignedInt(image.samples()[from + tap]);
          }
          narrowed[row * width + column] = sum;
        }
      }
      for (int row = 0; row < height; row++) {
        double[] weights = rows.weights[row];
        for (int column = 0; column < width; column++) {
          double sum = 0;
          for (int tap = 0; tap < weights.length; tap++) {
            sum += weights[tap] * narrowed[(rows.first[row] + tap) * width + column];
          }
          samples[(channel * height + row) * width + column] = (byte) Math.round(sum);
        }
      }
    }
    return new Image(image.channels(), height, width, samples);
  }

  /** For each position of the result: the first source position and the weights from there on. */
  private static final class Taps {
    private final int[] first;
    private final double[][] weights;

    private Taps(int[] first, double[][] weights) {
      this.first = first;
      this.weights = weights;
    }

    static Taps of(int source, int target) {
      double step = (double) source / target;
      double support = Math.max(1, step);
      int[] first = new int[target];
      double[][] weights = new double[target][];
      for (int i = 0; i < target; i++) {
        double centre = (i + 0.5) * step - 0.5;
        int from = Math.max(0, (int) Math.ceil(centre - support));
        int to = Math.min(source - 1, (int) Math.floor(centre + support));
        double[] triangle = new double[to - from + 1];
        double sum = 0;
        for (int tap = 0; tap < triangle.length; tap++) {
          triangle[tap] = Math.max(0, 1 - Math.abs(from + tap - centre) / support);
          sum += triangle[tap];
        }
        for (int tap = 0; tap < triangle.length; tap++) {
          triangle[tap] /= sum;
        }
        first[i] = from;
        weights[i] = triangle;
      }
      return new Taps(first, weights);
    }
  }
}
