// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import dev.colonnade.core.tensor.Philox;
import dev.colonnade.models.random.RandomStreams;

/**
 * Distortion in plain Java and double precision, written from the definition: a forward matrix is
 * built and inverted, the Gaussian is summed over all pixel pairs. Shares nothing with the graph
 * but the generator of random numbers.
 */
final class PlainDistortion {
  private PlainDistortion() {}

  /** One channel of one example; {@code image[row][column]}. */
  static double[][] apply(
      Distortion distortion, double[][] image, long seed, int epoch, int example, int label) {
    int height = image.length;
    int width = image[0].length;
    int[] key = RandomStreams.key(seed, RandomStreams.Purpose.AFFINE);
    double[] unit = new double[7];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = 2.0 * Philox.uniform(Philox.word(key[0], key[1], epoch, example, i)) - 1;
    }
    Float other = distortion.anglesOfClass().get(label);
    double rotation =
        distortion.rotation() == 0
            ? 0
            : Math.toRadians(other == null ? distortion.rotation() : other) * unit[2];
    double shear =
        distortion.shear() == 0
            ? 0
            : Math.toRadians(other == null ? distortion.shear() : other) * unit[5];
    double scaleX = 1 + distortion.scaleX() * unit[3];
    double scaleY = 1 + distortion.scaleY() * unit[4];
    double[][] turn = {
      {Math.cos(rotation), -Math.sin(rotation)}, {Math.sin(rotation), Math.cos(rotation)}
    };
    double[][] skew = {{1, Math.tan(shear)}, {0, 1}};
    double[][] scale = {{scaleX, 0}, {0, scaleY}};
    double[][] inverse = inverse(product(turn, product(skew, scale)));
    double moveX = distortion.translationX() * width * unit[0];
    double moveY = distortion.translationY() * height * unit[1];
    double[][][] displacement =
        displacement(distortion, height, width, seed, epoch, example, unit[6]);
    double[][] result = new double[height][width];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double x = column - (width - 1) / 2.0 - moveX;
        double y = row - (height - 1) / 2.0 - moveY;
        double sourceX =
            inverse[0][0] * x
                + inverse[0][1] * y
                + (width - 1) / 2.0
                + displacement[0][row][column];
        double sourceY =
            inverse[1][0] * x
                + inverse[1][1] * y
                + (height - 1) / 2.0
                + displacement[1][row][column];
        result[row][column] = sample(image, sourceX, sourceY, distortion.fill());
      }
    }
    return result;
  }

  private static double[][][] displacement(
      Distortion distortion,
      int height,
      int width,
      long seed,
      int epoch,
      int example,
      double alphaUnit) {
    double[][][] fields = new double[2][height][width];
    if (distortion.elastic().isEmpty()) {
      return fields;
    }
    Distortion.Elastic elastic = distortion.elastic().get();
    double sigma = DistortionFeeds.sigma(elastic, seed, epoch);
    double alpha = elastic.alpha().low() + elastic.alpha().width() * (alphaUnit + 1) / 2;
    int[] key = RandomStreams.key(seed, RandomStreams.Purpose.ELASTIC);
    double norm = 0;
    for (int dy = -80; dy <= 80; dy++) {
      for (int dx = -80; dx <= 80; dx++) {
        norm += gauss(dx, dy, sigma);
      }
    }
    for (int axis = 0; axis < 2; axis++) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          double sum = 0;
          for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
              long index = ((long) axis * width + c) * height + r;
              double noise =
                  2.0 * Philox.uniform(Philox.word(key[0], key[1], epoch, example, index)) - 1;
              sum += noise * gauss(column - c, row - r, sigma);
            }
          }
          fields[axis][row][column] = alpha * sum / norm;
        }
      }
    }
    return fields;
  }

  private static double gauss(int dx, int dy, double sigma) {
    return Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
  }

  private static double sample(double[][] image, double x, double y, Distortion.Fill fill) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double fx = x - column;
    double fy = y - row;
    return (1 - fy)
            * ((1 - fx) * at(image, row, column, fill) + fx * at(image, row, column + 1, fill))
        + fy
            * ((1 - fx) * at(image, row + 1, column, fill)
                + fx * at(image, row + 1, column + 1, fill));
  }

  private static double at(double[][] image, int row, int column, Distortion.Fill fill) {
    boolean inside = row >= 0 && row < image.length && column >= 0 && column < image[0].length;
    if (!inside && fill == Distortion.Fill.BACKGROUND) {
      return 0;
    }
    return image[Math.clamp(row, 0, image.length - 1)][Math.clamp(column, 0, image[0].length - 1)];
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] result = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        result[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j];
      }
    }
    return result;
  }

  private static double[][] inverse(double[][] m) {
    double determinant = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    return new double[][] {
      {m[1][1] / determinant, -m[0][1] / determinant},
      {-m[1][0] / determinant, m[0][0] / determinant}
    };
  }
}
