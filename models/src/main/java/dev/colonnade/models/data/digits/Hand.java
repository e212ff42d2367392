// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

/**
 * One writer's way of placing a digit on the paper: size, slant, rotation and shift, and a smooth
 * bending made of two waves for each axis.
 */
final class Hand {
  /** A digit's height as a share of the image's side, before its size is varied. */
  static final double HEIGHT = 0.70;

  /** A digit's width as a share of the image's side, before its size is varied. */
  static final double WIDTH = 0.48;

  private static final int WAVES = 2;

  private final double centreX;
  private final double centreY;
  private final double[] matrix;
  private final double[][] wavesX = new double[WAVES][];
  private final double[][] wavesY = new double[WAVES][];

  /**
   * Draws the writer.
   *
   * @param centreX where the digit's middle lies, as a share of the image's side
   * @param centreY likewise from the top
   */
  Hand(ExampleRandom random, Difficulty difficulty, double centreX, double centreY) {
    this.centreX = centreX + random.boundedNormal(difficulty.shift());
    this.centreY = centreY + random.boundedNormal(difficulty.shift());
    double width = WIDTH * StrictMath.exp(random.boundedNormal(difficulty.scale()));
    double height = HEIGHT * StrictMath.exp(random.boundedNormal(difficulty.scale()));
    double angle = StrictMath.toRadians(random.boundedNormal(difficulty.rotation()));
    double slant = random.boundedNormal(difficulty.slant());
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    // Scale, then slant (a positive one leans to the right), then rotate.
    matrix =
        new double[] {
          cos * width, (-cos * slant - sin) * height, sin * width, (-sin * slant + cos) * height
        };
    for (int i = 0; i < WAVES; i++) {
      wavesX[i] = wave(random, difficulty);
      wavesY[i] = wave(random, difficulty);
    }
  }

  private static double[] wave(ExampleRandom random, Difficulty difficulty) {
    return new double[] {
      random.boundedNormal(difficulty.warp() / 2),
      random.uniform(-4, 4),
      random.uniform(-4, 4),
      random.uniform(0, 2 * StrictMath.PI)
    };
  }

  /** Where a point of the unit square comes to lie: (x, y) as shares of the image's side. */
  double[] place(double x, double y) {
    double bentX = x - 0.5 + bend(wavesX, x, y) * HEIGHT / WIDTH;
    double bentY = y - 0.5 + bend(wavesY, x, y);
    return new double[] {
      centreX + matrix[0] * bentX + matrix[1] * bentY,
      centreY + matrix[2] * bentX + matrix[3] * bentY
    };
  }

  private static double bend(double[][] waves, double x, double y) {
    double sum = 0;
    for (double[] wave : waves) {
      sum += wave[0] * StrictMath.sin(wave[1] * x + wave[2] * y + wave[3]);
    }
    return sum;
  }
}
