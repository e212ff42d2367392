// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.cpu.kernel.KernelTesting;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PoolingTest {

  /** Draws a shape; a third of them are windows side by side, which have paths of their own. */
  private static PoolingShape randomShape(Random random, int planes) {
    if (random.nextInt(3) == 0) {
      int window = 1 + random.nextInt(4);
      int height = window + random.nextInt(30);
      return PoolingShape.of(planes, height, window + random.nextInt(30), window);
    }
    while (true) {
      int windowHeight = 1 + random.nextInt(4);
      int windowWidth = 1 + random.nextInt(4);
      int dilation = 1 + random.nextInt(2);
      int height = 1 + random.nextInt(20);
      int width = 1 + random.nextInt(20);
      int strideHeight = 1 + random.nextInt(4);
      int strideWidth = 1 + random.nextInt(4);
      int padHeight = ((windowHeight - 1) * dilation + 1) / 2 + 1;
      int padWidth = ((windowWidth - 1) * dilation + 1) / 2 + 1;
      int top = random.nextInt(padHeight);
      int bottom = random.nextInt(padHeight);
      int left = random.nextInt(padWidth);
      int right = random.nextInt(padWidth);
      boolean ceil = random.nextBoolean();
      int outputHeight =
          PoolingShape.outputExtent(
              height, windowHeight, strideHeight, top, bottom, dilation, ceil);
      int outputWidth =
          PoolingShape.outputExtent(width, windowWidth, strideWidth, left, right, dilation, ceil);
      if (outputHeight >= 1 && outputWidth >= 1) {
        return new PoolingShape(
            planes,
            height,
            width,
            windowHeight,
            windowWidth,
            strideHeight,
            strideWidth,
            top,
            bottom,
            left,
            right,
            dilation,
            dilation,
            outputHeight,
            outputWidth);
      }
    }
  }

  /** Few different values, so that ties are common; now and then NaN and infinities. */
  private static float[] ties(Random random, int length) {
    float[] specials = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(20) == 0 ? specials[random.nextInt(3)] : random.nextInt(4);
    }
    return values;
  }

  /** The input element under a tap of a window, -1 outside. */
  private static int element(PoolingShape s, int out, int tap) {
    int plane = out / (s.outputHeight() * s.outputWidth());
    int oy = out / s.outputWidth() % s.outputHeight();
    int ox = out % s.outputWidth();
    int row = oy * s.strideHeight() - s.padTop() + tap / s.windowWidth() * s.dilationHeight();
    int column = ox * s.strideWidth() - s.padLeft() + tap % s.windowWidth() * s.dilationWidth();
    boolean inside = row >= 0 && row < s.inputHeight() && column >= 0 && column < s.inputWidth();
    return inside ? (plane * s.inputHeight() + row) * s.inputWidth() + column : -1;
  }

  private static boolean inPadding(PoolingShape s, int out, int tap) {
    int oy = out / s.outputWidth() % s.outputHeight();
    int ox = out % s.outputWidth();
    int row = oy * s.strideHeight() + tap / s.windowWidth() * s.dilationHeight();
    int column = ox * s.strideWidth() + tap % s.windowWidth() * s.dilationWidth();
    return row < s.inputHeight() + s.padTop() + s.padBottom()
        && column < s.inputWidth() + s.padLeft() + s.padRight();
  }

  @Property(tries = 400)
  void maxPoolingAgreesWithTheDefinition(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int threads) {
    Random random = new Random(seed);
    PoolingShape s = randomShape(random, 1 + random.nextInt(5));
    float[] x = ties(random, s.inputSize());
    float[] dy = KernelTesting.random(random, s.outputSize());
    float[] y = new float[s.outputSize()];
    float[] dx = KernelTesting.scratch(s.inputSize());
    try (WorkerTeam team = new WorkerTeam(threads)) {
      MaxPooling plan = new MaxPooling(s, team);
      plan.forward(x, 0, y, 0);
      plan.gradient(x, 0, dy, 0, dx, 0);
    }
    float[] expectedGradient = new float[s.inputSize()];
    for (int out = 0; out < y.length; out++) {
      int winner = -1;
      for (int tap = 0; tap < s.windowHeight() * s.windowWidth(); tap++) {
        int at = element(s, out, tap);
        boolean wins =
            at >= 0
                && (winner < 0
                    || (!Float.isNaN(x[winner]) && (Float.isNaN(x[at]) || x[at] > x[winner])));
        winner = wins ? at : winner;
      }
      float expected = winner < 0 ? Float.NEGATIVE_INFINITY : x[winner];
      assertThat(Float.compare(y[out], expected)).as("%s: output %d", s, out).isZero();
      if (winner >= 0) {
        expectedGradient[winner] += dy[out];
      }
    }
    KernelTesting.assertSameBits(dx, expectedGradient);
  }

  @Property(tries = 300)
  void averagePoolingAgreesWithTheDefinition(
      @ForAll long seed,
      @ForAll boolean countPadding,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    Random random = new Random(seed);
    PoolingShape s = randomShape(random, 1 + random.nextInt(5));
    float[] x = KernelTesting.random(random, s.inputSize());
    float[] dy = KernelTesting.random(random, s.outputSize());
    float[] y = new float[s.outputSize()];
    float[] dx = KernelTesting.scratch(s.inputSize());
    try (WorkerTeam team = new WorkerTeam(threads)) {
      AveragePooling plan = new AveragePooling(s, countPadding, team);
      plan.forward(x, 0, y, 0);
      plan.gradient(dy, 0, dx, 0);
    }
    int taps = s.windowHeight() * s.windowWidth();
    double[] gradient = new double[s.inputSize()];
    double[] magnitude = new double[s.inputSize()];
    for (int out = 0; out < y.length; out++) {
      double sum = 0;
      int count = 0;
      for (int tap = 0; tap < taps; tap++) {
        int at = element(s, out, tap);
        sum += at < 0 ? 0 : x[at];
        count += at >= 0 || (countPadding && inPadding(s, out, tap)) ? 1 : 0;
      }
      if (count == 0) {
        assertThat(y[out]).isNaN();
        continue;
      }
      double expected = sum / count;
      assertThat((double) y[out])
          .as("%s: output %d", s, out)
          .isBetween(expected - 4e-6, expected + 4e-6);
      for (int tap = 0; tap < taps; tap++) {
        int at = element(s, out, tap);
        if (at >= 0) {
          gradient[at] += (double) dy[out] / count;
          magnitude[at] += Math.abs(dy[out]) / (double) count;
        }
      }
    }
    KernelTesting.assertSums(dx, 0, gradient, magnitude, taps);
  }

  @Test
  void theFirstOfEqualElementsAndTheFirstNanWin() {
    try (WorkerTeam team = new WorkerTeam(1)) {
      for (int window = 2; window <= 3; window++) {
        MaxPooling plan = new MaxPooling(PoolingShape.of(1, window, window, window), team);
        float[] x = new float[window * window];
        Arrays.fill(x, 5);
        x[0] = 4;
        float[] dx = new float[x.length];
        plan.gradient(x, 0, new float[] {3}, 0, dx, 0);
        assertThat(dx[1]).isEqualTo(3);
        x[2] = Float.NaN;
        x[3] = Float.NaN;
        plan.gradient(x, 0, new float[] {3}, 0, dx, 0);
        assertThat(dx[2]).isEqualTo(3);
        assertThat(dx[1]).isZero();
        float[] y = new float[1];
        plan.forward(x, 0, y, 0);
        assertThat(y[0]).isNaN();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9, 3, 3, 0, 0, 1, false, 3",
    "10, 3, 3, 0, 0, 1, false, 3",
    "10, 3, 3, 0, 0, 1, true, 4",
    "9, 2, 2, 0, 0, 1, true, 5",
    "4, 2, 4, 1, 1, 1, true, 2",
    "7, 3, 1, 0, 0, 3, false, 1",
    "2, 3, 1, 0, 0, 1, false, 0",
    // The second window would start in the padding behind the input.
    "3, 2, 4, 1, 1, 1, true, 1"
  })
  void outputExtentsFollowTheRules(
      int input,
      int window,
      int stride,
      int low,
      int high,
      int dilation,
      boolean ceil,
      int extent) {
    assertThat(PoolingShape.outputExtent(input, window, stride, low, high, dilation, ceil))
        .isEqualTo(extent);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runningAllocatesNothing(int threads) {
    Random random = new Random(1);
    try (WorkerTeam team = new WorkerTeam(threads)) {
      for (int window = 2; window <= 3; window++) {
        PoolingShape s = PoolingShape.of(40, 30, 30, window);
        float[] x = KernelTesting.random(random, s.inputSize());
        float[] dx = new float[s.inputSize()];
        float[] y = new float[s.outputSize()];
        MaxPooling max = new MaxPooling(s, team);
        AveragePooling average = new AveragePooling(s, false, team);
        KernelTesting.assertAllocatesNothing(() -> {
          max.forward(x, 0, y, 0);
          max.gradient(x, 0, y, 0, dx, 0);
          average.forward(x, 0, y, 0);
          average.gradient(y, 0, dx, 0);
        });
      }
    }
  }
}
