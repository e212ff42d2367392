// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

import java.util.ArrayList;
import java.util.List;

/** Draws one digit: which way it is written, how the hand bends it, what pen and paper add. */
final class DigitPainter {
  private final int size;
  private final Difficulty difficulty;

  DigitPainter(int size, Difficulty difficulty) {
    this.size = size;
    this.difficulty = difficulty;
  }

  /** The image of {@code digit}: {@code size * size} unsigned bytes, dark paper and light ink. */
  byte[] paint(int digit, ExampleRandom random) {
    Canvas canvas = new Canvas(size);
    double radius = size / 28.0 * random.uniform(0.75, 1.75);
    draw(canvas, digit, new Hand(random, difficulty, 0.5, 0.5), radius, random);
    if (random.chance(difficulty.occlusion())) {
      wipe(canvas, random);
    }
    if (random.chance(difficulty.clutter())) {
      if (random.chance(0.5)) {
        neighbour(canvas, radius, random);
      } else {
        scratch(canvas, random);
      }
    }
    canvas.blur(size / 28.0 * random.uniform(0.2, 0.75));
    return develop(canvas, random);
  }

  private void draw(Canvas canvas, int digit, Hand hand, double radius, ExampleRandom random) {
    List<List<Stroke>> variants = Glyphs.variants(digit);
    double ink = random.uniform(0.75, 1);
    for (Stroke stroke : variants.get(random.below(variants.size()))) {
      List<Stroke.Knot> line = shaken(stroke, random).polyline();
      double phase = random.uniform(0, 2 * StrictMath.PI);
      double pressure = random.uniform(0, 0.35);
      double previousRadius = 0;
      double[] previous = {0, 0};
      for (int i = 0; i < line.size(); i++) {
        double along = (double) i / (line.size() - 1);
        double swell = pressure * StrictMath.sin(phase + 4 * along);
        double lift = 1 - 0.35 * Math.max(0, along - 0.85) / 0.15;
        double here = radius * (1 + swell) * (stroke.closed() ? 1 : lift);
        double[] point = hand.place(line.get(i).x(), line.get(i).y());
        if (i > 0) {
          canvas.line(
              previous[0] * size,
              previous[1] * size,
              point[0] * size,
              point[1] * size,
              previousRadius,
              here,
              ink);
        }
        previous = point;
        previousRadius = here;
      }
    }
  }

  private Stroke shaken(Stroke stroke, ExampleRandom random) {
    List<Stroke.Knot> knots = new ArrayList<>();
    for (Stroke.Knot knot : stroke.knots()) {
      knots.add(
          knot.plus(
              random.boundedNormal(difficulty.jitter()) * Hand.HEIGHT / Hand.WIDTH,
              random.boundedNormal(difficulty.jitter())));
    }
    return new Stroke(knots, stroke.closed());
  }

  /** A band of paper where the pen did not write. */
  private void wipe(Canvas canvas, ExampleRandom random) {
    double angle = random.uniform(0, StrictMath.PI);
    canvas.wipe(
        size * random.uniform(0.3, 0.7),
        size * random.uniform(0.3, 0.7),
        StrictMath.cos(angle),
        StrictMath.sin(angle),
        size / 28.0 * random.uniform(0.4, 1.0));
  }

  /** Part of another digit that was written beside this one. */
  private void neighbour(Canvas canvas, double radius, ExampleRandom random) {
    double side = random.chance(0.5) ? 1 : -1;
    double x = 0.5 + side * random.uniform(0.68, 0.85);
    Hand hand = new Hand(random, difficulty, x, 0.5 + random.boundedNormal(0.05));
    draw(canvas, random.below(10), hand, radius, random);
  }

  /** A thin, faint line across the paper. */
  private void scratch(Canvas canvas, ExampleRandom random) {
    double angle = random.uniform(0, 2 * StrictMath.PI);
    double length = size * random.uniform(0.2, 0.6);
    double x = size * random.uniform(0, 1);
    double y = size * random.uniform(0, 1);
    double radius = size / 28.0 * random.uniform(0.2, 0.5);
    canvas.line(
        x,
        y,
        x + length * StrictMath.cos(angle),
        y + length * StrictMath.sin(angle),
        radius,
        radius,
        random.uniform(0.3, 0.7));
  }

  private byte[] develop(Canvas canvas, ExampleRandom random) {
    double contrast = random.uniform(0.8, 1.25);
    double noise = random.uniform(0, difficulty.noise());
    float[] light = canvas.light();
    byte[] pixels = new byte[light.length];
    for (int i = 0; i < light.length; i++) {
      double value = light[i] * contrast + noise * random.normal();
      pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
    return pixels;
  }
}
