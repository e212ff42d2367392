// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import java.util.Locale;

/** Grid sampling and random numbers. */
final class SamplingCases {
  private SamplingCases() {}

  static List<ConformanceCase> all() {
    OpCases cases = new OpCases();
    for (GridSample.Border border : GridSample.Border.values()) {
      grid(cases, new GridSample(border), border.name().toLowerCase(Locale.ROOT));
    }
    for (Random.Distribution distribution : Random.Distribution.values()) {
      random(cases, distribution);
    }
    return cases.all();
  }

  private static void grid(OpCases cases, GridSample op, String border) {
    Level level = Level.DISTORTION;
    cases.add(
        level, op, border + "-inside", Input.f32(2, 1, 7, 7), Input.uniform(0, 6, 2, 7, 7, 2));
    cases.add(
        level, op, border + "-across", Input.f32(3, 2, 5, 9), Input.uniform(-3, 11, 3, 4, 6, 2));
    cases.add(Level.ALL, op, border + "-one-pixel", Input.f32(1, 3, 1, 1), Input.f32(1, 3, 3, 2));
    cases.add(
        Level.ALL,
        op,
        border + "-far-outside",
        Input.f32(1, 1, 3, 3),
        Input.values(Shape.of(1, 1, 4, 2), -4e6f, 1f, 4e6f, 1f, 1f, -4e6f, 4e6f, 4e6f));
    cases.add(
        level,
        op,
        border + "-on-pixels-and-borders",
        Input.f32(1, 2, 3, 4),
        Input.values(
            Shape.of(1, 2, 5, 2),
            new float[] {0, 0, 3, 2, 1, 1, -1, 0, 4, 2, 0, -1, 3, 3, 2.5f, 2, -0f, -0f, 3, 1.5f}));
  }

  private static void random(OpCases cases, Random.Distribution distribution) {
    String name = distribution.name().toLowerCase(Locale.ROOT);
    Level level = distribution == Random.Distribution.UNIFORM ? Level.DISTORTION : Level.ALL;
    Input key = Input.any(DType.I32, 2);
    cases.add(level, new Random(Shape.of(37), distribution), name, key, Input.any(DType.I32, 2));
    cases.add(
        level,
        new Random(Shape.of(5, 2, 3), distribution),
        name + "-by-row",
        key,
        Input.any(DType.I32, 5, 2));
    cases.add(
        Level.ALL,
        new Random(Shape.SCALAR, distribution),
        name + "-scalar",
        key,
        Input.values(Shape.of(2), 0, 0));
    cases.add(
        Level.ALL,
        new Random(Shape.of(7), distribution),
        name + "-one-number-a-row",
        key,
        Input.any(DType.I32, 7, 2));
    cases.add(
        Level.ALL,
        new Random(Shape.of(2, 3, 1, 2, 5), distribution),
        name + "-rank-5",
        key,
        Input.any(DType.I32, 2));
  }
}
