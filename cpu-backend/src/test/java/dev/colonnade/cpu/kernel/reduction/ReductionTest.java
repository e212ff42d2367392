// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.reduction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.cpu.kernel.KernelTesting;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ReductionTest {

  @Property(tries = 300)
  void sumsMaximaAndTheirPlacesAgreeWithTheDefinition(
      @ForAll @IntRange(min = 1, max = 4) int outer,
      @ForAll @IntRange(min = 1, max = 150) int reduced,
      @ForAll @IntRange(min = 1, max = 40) int widest,
      @ForAll long seed) {
    Random random = new Random(seed);
    int inner = random.nextBoolean() ? 1 : widest;
    float[] x = KernelTesting.random(random, outer * reduced * inner + 2);
    int[] integers = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      if (random.nextInt(4) == 0) {
        x[i] = random.nextInt(3);
      }
      if (random.nextInt(200) == 0) {
        x[i] = Float.NaN;
      }
      integers[i] = random.nextInt(5);
    }
    float[] sum = new float[outer * inner + 1];
    float[] max = new float[outer * inner + 1];
    int[] place = new int[outer * inner];
    int[] integerSum = new int[outer * inner];
    int[] integerMax = new int[outer * inner];
    int[] integerPlace = new int[outer * inner];
    // In two ranges, as two threads would.
    int half = outer / 2;
    for (int[] range : new int[][] {{0, half}, {half, outer}}) {
      Reduce.sum(range[0], range[1], reduced, inner, x, 2, sum, 1);
      Reduce.max(range[0], range[1], reduced, inner, x, 2, max, 1);
      Reduce.argMax(range[0], range[1], reduced, inner, x, 2, place, 0);
      Reduce.sum(range[0], range[1], reduced, inner, integers, 2, integerSum, 0);
      Reduce.max(range[0], range[1], reduced, inner, integers, 2, integerMax, 0);
      Reduce.argMax(range[0], range[1], reduced, inner, integers, 2, integerPlace, 0);
    }
    for (int i = 0; i < outer * inner; i++) {
      double expected = 0;
      double magnitude = 0;
      int winner = 0;
      int total = 0;
      int integerWinner = 0;
      int first = 2 + i / inner * reduced * inner + i % inner;
      for (int r = 0; r < reduced; r++) {
        float value = x[first + r * inner];
        float best = x[first + winner * inner];
        expected += value;
        magnitude += Math.abs(value);
        if (!Float.isNaN(best) && (Float.isNaN(value) || value > best)) {
          winner = r;
        }
        total += integers[first + r * inner];
        if (integers[first + r * inner] > integers[first + integerWinner * inner]) {
          integerWinner = r;
        }
      }
      if (Double.isNaN(expected)) {
        assertThat(sum[1 + i]).isNaN();
      } else {
        double[] sums = {expected};
        KernelTesting.assertSums(sum, 1 + i, sums, new double[] {magnitude}, reduced);
      }
      assertThat(place[i]).isEqualTo(winner);
      assertThat(Float.compare(max[1 + i], x[first + winner * inner])).isZero();
      assertThat(integerSum[i]).isEqualTo(total);
      assertThat(integerPlace[i]).isEqualTo(integerWinner);
      assertThat(integerMax[i]).isEqualTo(integers[first + integerWinner * inner]);
    }
  }

  @Property(tries = 200)
  void softmaxAndCrossEntropyAgreeWithTheDefinition(
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
    float[] y = new float[x.length];
    float[] dx = new float[x.length];
    float[] loss = new float[rows];
    float[] logSum = new float[rows];
    Softmax.softmax(0, rows, classes, x, 0, y, 0);
    Softmax.logSumExp(0, rows, classes, x, 0, logSum, 0);
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
      double expectedLogSum = max + Math.log(sum);
      double expectedLoss = Math.log(sum) + max - x[i * classes + labels[i]];
      near(logSum[i], expectedLogSum, 1e-6 * (1 + Math.abs(expectedLogSum)));
      near(loss[i], expectedLoss, 1e-6 * (1 + expectedLoss));
      for (int j = 0; j < classes; j++) {
        double p = Math.exp(x[i * classes + j] - max) / sum;
        // The difference to the maximum is rounded to fp32 before the exponential is taken.
        double relative = 1e-6 + (max - x[i * classes + j]) * 0x1p-23;
        near(y[i * classes + j], p, p * relative + 1e-40);
        double gradient = (p - (j == labels[i] ? 1 : 0)) * dLoss[i];
        near(dx[i * classes + j], gradient, 1e-6);
      }
    }
  }

  private static void near(float actual, double expected, double bound) {
    assertThat((double) actual).isBetween(expected - bound, expected + bound);
  }

  @Test
  void infiniteLogits() {
    float[] x = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, Float.POSITIVE_INFINITY};
    float[] y = new float[2];
    Softmax.logSumExp(0, 2, 2, x, 0, y, 0);
    assertThat(y).containsExactly(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    float[] masked = {0, Float.NEGATIVE_INFINITY, 0};
    float[] p = new float[3];
    Softmax.softmax(0, 1, 3, masked, 0, p, 0);
    assertThat(p).containsExactly(0.5f, 0, 0.5f);
  }
}
