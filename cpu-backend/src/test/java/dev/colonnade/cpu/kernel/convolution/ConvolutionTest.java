// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.cpu.kernel.KernelTesting;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConvolutionTest {

  private static final int OFFSET = 3;

  @Property(tries = 150)
  void anyShapeAgreesWithTheDefinition(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int threads) {
    Random random = new Random(seed);
    check(ConvolutionReference.randomShape(random), threads, random);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theLayersOfTheNetsAgreeWithTheDefinition(int threads) {
    Random random = new Random(threads);
    check(ConvolutionShape.of(1, 1, 29, 29, 20, 4, 4), threads, random);
    check(ConvolutionShape.of(1, 20, 13, 13, 40, 5, 5), threads, random);
    check(ConvolutionShape.of(5, 20, 13, 13, 40, 5, 5), threads, random);
    check(ConvolutionShape.of(1, 3, 48, 48, 100, 7, 7), threads, random);
    check(ConvolutionShape.of(2, 33, 9, 9, 250, 4, 4), threads, random);
    // Small filter, many positions: the slices of the filter gradient.
    check(ConvolutionShape.of(8, 1, 29, 29, 20, 4, 4), threads, random);
    // Several blocks of the depth, the rows and the columns.
    check(ConvolutionShape.of(1, 100, 9, 9, 260, 3, 3), threads, random);
  }

  @Test
  void depthwiseAgreesWithTheDefinition() {
    check(
        new ConvolutionShape(2, 24, 12, 11, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 24),
        2,
        new Random(7));
  }

  private static void check(ConvolutionShape shape, int threads, Random random) {
    float[] x = shifted(KernelTesting.random(random, shape.inputSize()));
    float[] w = shifted(KernelTesting.random(random, shape.filterElements()));
    float[] dy = shifted(KernelTesting.random(random, shape.outputSize()));
    float[][] results = run(shape, x, w, dy, threads);
    float[][] single = run(shape, x, w, dy, 1);
    ConvolutionReference[] references = {
      ConvolutionReference.forward(shape, plain(x), plain(w)),
      ConvolutionReference.inputGradient(shape, plain(dy), plain(w)),
      ConvolutionReference.filterGradient(shape, plain(x), plain(dy))
    };
    int taps = shape.kernelHeight() * shape.kernelWidth();
    int[] terms = {
      shape.filterSize(), shape.outputChannels() * taps, shape.batch() * shape.outputPositions()
    };
    String[] names = {"forward", "input gradient", "filter gradient"};
    for (int i = 0; i < 3; i++) {
      try {
        KernelTesting.assertSums(
            results[i], OFFSET, references[i].sum, references[i].magnitude, terms[i]);
        KernelTesting.assertSameBits(results[i], single[i]);
        assertThat(Arrays.copyOf(results[i], OFFSET)).containsOnly(77);
        assertThat(results[i][results[i].length - 1]).isEqualTo(77);
      } catch (AssertionError e) {
        throw new AssertionError(names[i] + " of " + shape + ", " + threads + " threads: " + e, e);
      }
    }
  }

  private static float[] shifted(float[] values) {
    float[] result = new float[values.length + OFFSET];
    System.arraycopy(values, 0, result, OFFSET, values.length);
    return result;
  }

  private static float[] plain(float[] values) {
    return Arrays.copyOfRange(values, OFFSET, values.length);
  }

  private static float[] target(int size) {
    float[] result = new float[size + OFFSET + 1];
    Arrays.fill(result, 77);
    return result;
  }

  /** Runs forward, input gradient and filter gradient. */
  private static float[][] run(
      ConvolutionShape shape, float[] x, float[] w, float[] dy, int threads) {
    try (WorkerTeam team = new WorkerTeam(threads)) {
      ConvolutionForward forward = new ConvolutionForward(shape, Epilogue.IDENTITY, team);
      float[] y = target(shape.outputSize());
      float[] workspace = KernelTesting.scratch(forward.workspaceSize() + OFFSET);
      forward.run(x, OFFSET, w, OFFSET, null, 0, y, OFFSET, workspace, OFFSET);
      ConvolutionInputGradient inputGradient = new ConvolutionInputGradient(shape, team);
      float[] dx = target(shape.inputSize());
      workspace = KernelTesting.scratch(inputGradient.workspaceSize() + OFFSET);
      inputGradient.run(dy, OFFSET, w, OFFSET, dx, OFFSET, workspace, OFFSET);
      ConvolutionFilterGradient filterGradient = new ConvolutionFilterGradient(shape, team);
      float[] dw = target(shape.filterElements());
      workspace = KernelTesting.scratch(filterGradient.workspaceSize() + OFFSET);
      filterGradient.run(x, OFFSET, dy, OFFSET, dw, OFFSET, workspace, OFFSET);
      return new float[][] {y, dx, dw};
    }
  }

  @Property(tries = 40)
  void biasAndActivationFollowTheConvolution(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int threads) {
    Random random = new Random(seed);
    ConvolutionShape shape = ConvolutionReference.randomShape(random);
    float[] x = KernelTesting.random(random, shape.inputSize());
    float[] w = KernelTesting.random(random, shape.filterElements());
    float[] bias = KernelTesting.random(random, shape.outputChannels());
    try (WorkerTeam team = new WorkerTeam(threads)) {
      ConvolutionForward plan =
          new ConvolutionForward(shape, Epilogue.scaledTanh(1.7159f, 0.6666f), team);
      float[] y = new float[shape.outputSize()];
      plan.run(x, 0, w, 0, bias, 0, y, 0, new float[plan.workspaceSize()], 0);
      ConvolutionReference reference = ConvolutionReference.forward(shape, x, w);
      for (int i = 0; i < y.length; i++) {
        int channel = i / shape.outputPositions() % shape.outputChannels();
        double expected = 1.7159f * Math.tanh(0.6666f * (reference.sum[i] + bias[channel]));
        double bound =
            (shape.filterSize() + 16) * KernelTesting.EPSILON * (reference.magnitude[i] + 2);
        assertThat((double) y[i]).isBetween(expected - bound, expected + bound);
      }
    }
  }

  @Test
  void anInfiniteWeightReachesTheElementsThatItTouchesAndNoOthers() {
    ConvolutionShape shape = ConvolutionShape.of(1, 2, 9, 9, 3, 4, 4);
    try (WorkerTeam team = new WorkerTeam(1)) {
      ConvolutionInputGradient plan = new ConvolutionInputGradient(shape, team);
      float[] dy = new float[shape.outputSize()];
      float[] w = new float[shape.filterElements()];
      float[] dx = new float[shape.inputSize()];
      Arrays.fill(dy, 1);
      Arrays.fill(w, 1);
      // Tap (3, 3) of channel 0 touches rows and columns 3 to 8 of input channel 0.
      w[15] = Float.POSITIVE_INFINITY;
      plan.run(dy, 0, w, 0, dx, 0, new float[plan.workspaceSize()], 0);
      for (int i = 0; i < dx.length; i++) {
        boolean touched = i < 81 && i / 9 >= 3 && i % 9 >= 3;
        assertThat(Float.isInfinite(dx[i])).as("element %d", i).isEqualTo(touched);
        assertThat(dx[i]).isNotNaN();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runningAllocatesNothing(int threads) {
    Random random = new Random(3);
    ConvolutionShape shape =
        new ConvolutionShape(2, 6, 12, 12, 20, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2);
    float[] x = KernelTesting.random(random, shape.inputSize());
    float[] w = KernelTesting.random(random, shape.filterElements());
    float[] bias = KernelTesting.random(random, shape.outputChannels());
    float[] y = new float[shape.outputSize()];
    try (WorkerTeam team = new WorkerTeam(threads)) {
      ConvolutionForward forward =
          new ConvolutionForward(shape, Epilogue.scaledTanh(1.7f, 0.7f), team);
      float[] workspace = new float[forward.workspaceSize()];
      KernelTesting.assertAllocatesNothing(
          () -> forward.run(x, 0, w, 0, bias, 0, y, 0, workspace, 0));
      ConvolutionInputGradient inputGradient = new ConvolutionInputGradient(shape, team);
      float[] inputWorkspace = new float[inputGradient.workspaceSize()];
      KernelTesting.assertAllocatesNothing(
          () -> inputGradient.run(y, 0, w, 0, x, 0, inputWorkspace, 0));
      ConvolutionFilterGradient filterGradient = new ConvolutionFilterGradient(shape, team);
      float[] filterWorkspace = new float[filterGradient.workspaceSize()];
      KernelTesting.assertAllocatesNothing(
          () -> filterGradient.run(x, 0, y, 0, w, 0, filterWorkspace, 0));
    }
  }

  @Test
  void shapesWithoutSenseAreRefused() {
    assertThatThrownBy(() -> ConvolutionShape.of(1, 1, 3, 3, 1, 4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kernel is larger");
    assertThatThrownBy(() -> new ConvolutionShape(1, 3, 3, 3, 4, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("groups");
    assertThatThrownBy(() -> new ConvolutionShape(1, 3, 3, 3, 4, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stride");
  }
}
