// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.reduction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.cpu.kernel.KernelTesting;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class ReductionTest {

  @Property(tries = 300)
  void sumsAndMaximaAgreeWithTheDefinition(
      @ForAll @IntRange(min = 1, max = 4) int outer,
      @ForAll @IntRange(min = 1, max = 150) int reduced,
      @ForAll @IntRange(min = 1, max = 40) int widest,
      @ForAll long seed) {
    Random random = new Random(seed);
    int inner = random.nextBoolean() ? 1 : widest;
    float[] x = KernelTesting.random(random, outer * reduced * inner + 2);
    for (int i = 0; i < x.length; i++) {
      if (random.nextInt(4) == 0) {
        x[i] = random.nextInt(3);
      }
      if (random.nextInt(200) == 0) {
        x[i] = Float.NaN;
      }
    }
    float[] sum = new float[outer * inner + 1];
    float[] max = new float[outer * inner + 1];
    // In two ranges, as two threads would.
    int half = outer / 2;
    for (int[] range : new int[][] {{0, half}, {half, outer}}) {
      Reduce.sum(range[0], range[1], reduced, inner, x, 2, sum, 1);
      Reduce.max(range[0], range[1], reduced, inner, x, 2, max, 1);
    }
    for (int i = 0; i < outer * inner; i++) {
      double expected = 0;
      double magnitude = 0;
      int winner = 0;
      int first = 2 + i / inner * reduced * inner + i % inner;
      for (int r = 0; r < reduced; r++) {
        float value = x[first + r * inner];
        float best = x[first + winner * inner];
        expected += value;
        magnitude += Math.abs(value);
        if (!Float.isNaN(best) && (Float.isNaN(value) || value > best)) {
          winner = r;
        }
      }
      if (Double.isNaN(expected)) {
        assertThat(sum[1 + i]).isNaN();
      } else {
        double[] sums = {expected};
        KernelTesting.assertSums(sum, 1 + i, sums, new double[] {magnitude}, reduced);
      }
      assertThat(Float.compare(max[1 + i], x[first + winner * inner])).isZero();
    }
  }

  @Property(tries = 200)
  void crossEntropyAgreesWithTheDefinition(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 70) int classes,
      @ForAll @IntRange(min = 0, max = 2) int magnitude,
      @ForAll long seed) {
    Random random = new Random(seed);
    float scale = new float[] {1, 30, 1000}[magnitude];
    float[] x = KernelTesting.random(random, rows * classes);
    int[] labels = new int[rows];
    for (int i = 0; i < x.length; i++) {
      x[i] *= scale;
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
    }
    float[] dLoss = KernelTesting.random(random, rows);
    float[] dx = new float[x.length];
    float[] loss = new float[rows];
    Softmax.crossEntropy(0, rows, classes, x, 0, labels, 0, loss, 0);
    Softmax.crossEntropyGradient(0, rows, classes, x, 0, labels, 0, dLoss, 0, dx, 0);
    for (int i = 0; i < rows; i++) {
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        max = Math.max(max, x[i * classes + j]);
      }
      for (int j = 0; j < classes; j++) {
        sum += Math.exp(x[i * classes + j] - max);
      }
      double expectedLoss = Math.log(sum) + max - x[i * classes + labels[i]];
      near(loss[i], expectedLoss, 1e-6 * (1 + expectedLoss));
      for (int j = 0; j < classes; j++) {
        double p = Math.exp(x[i * classes + j] - max) / sum;
        double gradient = (p - (j == labels[i] ? 1 : 0)) * dLoss[i];
        near(dx[i * classes + j], gradient, 1e-6);
      }
    }
  }

  private static void near(float actual, double expected, double bound) {
    assertThat((double) actual).isBetween(expected - bound, expected + bound);
  }
}
