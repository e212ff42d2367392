// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.kernel.KernelTesting;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastFilterGradient;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastForward;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastInputGradient;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolution with the channels innermost against the definition. */
final class ChannelsLastConvolutionTest {
  private static final int OFFSET = 3;

  @Property(tries = 150)
  void anyShapeAgreesWithTheDefinition(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int threads) {
    Random random = new Random(seed);
    ConvolutionShape any = ConvolutionReference.randomShape(random);
    check(ofOneGroup(any), threads, random);
  }

  /** The shape without groups and dilation, which these kernels do not know. */
  private static ConvolutionShape ofOneGroup(ConvolutionShape s) {
    return new ConvolutionShape(
        s.batch(),
        s.inputChannels(),
        s.inputHeight(),
        s.inputWidth(),
        s.outputChannels(),
        s.kernelHeight(),
        s.kernelWidth(),
        s.strideHeight(),
        s.strideWidth(),
        s.padTop(),
        s.padBottom(),
        s.padLeft(),
        s.padRight(),
        1,
        1,
        1);
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
    // Several chunks of positions and blocks of the depth, with and without a frame of padding.
    check(ConvolutionShape.of(3, 64, 20, 20, 36, 4, 4), threads, random);
    check(
        new ConvolutionShape(3, 70, 20, 20, 50, 4, 4, 1, 1, 1, 2, 0, 1, 1, 1, 1), threads, random);
  }

  private static void check(ConvolutionShape shape, int threads, Random random) {
    float[] x = KernelTesting.random(random, shape.inputSize());
    float[] w = KernelTesting.random(random, shape.filterElements());
    float[] dy = KernelTesting.random(random, shape.outputSize());
    float[][] results = run(shape, x, w, dy, threads);
    float[][] single = run(shape, x, w, dy, 1);
    ConvolutionReference[] references = {
      ConvolutionReference.forward(shape, x, w),
      ConvolutionReference.inputGradient(shape, dy, w),
      ConvolutionReference.filterGradient(shape, x, dy)
    };
    int taps = shape.kernelHeight() * shape.kernelWidth();
    int[] terms = {
      shape.filterSize(), shape.outputChannels() * taps, shape.batch() * shape.outputPositions()
    };
    String[] names = {"forward", "input gradient", "filter gradient"};
    for (int i = 0; i < 3; i++) {
      try {
        KernelTesting.assertSums(
            results[i], 0, references[i].sum, references[i].magnitude, terms[i]);
        KernelTesting.assertSameBits(results[i], single[i]);
      } catch (AssertionError e) {
        throw new AssertionError(names[i] + " of " + shape + ", " + threads + " threads: " + e, e);
      }
    }
  }

  /** [planes, channels, pixels] to [planes, pixels, channels], behind an offset. */
  private static float[] channelsLast(float[] values, int planes, int channels, int pixels) {
    float[] turned = new float[values.length + OFFSET];
    for (int i = 0; i < values.length; i++) {
      int pixel = i % pixels;
      int channel = i / pixels % channels;
      int plane = i / pixels / channels;
      turned[OFFSET + (plane * pixels + pixel) * channels + channel] = values[i];
    }
    assertThat(turned).hasSize(planes * channels * pixels + OFFSET);
    return turned;
  }

  private static FilterPanels filter(ConvolutionShape s) {
    return new FilterPanels(
        Shape.of(s.outputChannels(), s.inputChannels(), s.kernelHeight(), s.kernelWidth()),
        MicroKernel.COLUMNS);
  }

  private static float[] panels(ConvolutionShape s, float[] values) {
    float[] packed = new float[OFFSET + (int) filter(s).physical().elementCount()];
    filter(s).pack(values, 0, packed, OFFSET);
    return packed;
  }

  /** The way back; what lies around the result must be as {@link #target} left it. */
  private static float[] channelsFirst(float[] turned, int channels, int pixels) {
    assertThat(Arrays.copyOf(turned, OFFSET)).containsOnly(77);
    assertThat(turned[turned.length - 1]).isEqualTo(77);
    float[] values = new float[turned.length - OFFSET - 1];
    for (int i = 0; i < values.length; i++) {
      int pixel = i % pixels;
      int channel = i / pixels % channels;
      int plane = i / pixels / channels;
      values[i] = turned[OFFSET + (plane * pixels + pixel) * channels + channel];
    }
    return values;
  }

  private static float[] target(int size) {
    float[] result = new float[size + OFFSET + 1];
    Arrays.fill(result, 77);
    return result;
  }

  /** Runs forward, input gradient and filter gradient; all in the order of the definition. */
  private static float[][] run(
      ConvolutionShape s, float[] xFirst, float[] wFirst, float[] dyFirst, int threads) {
    int inputPixels = s.inputHeight() * s.inputWidth();
    float[] x = channelsLast(xFirst, s.batch(), s.inputChannels(), inputPixels);
    float[] w = panels(s, wFirst);
    float[] dy = channelsLast(dyFirst, s.batch(), s.outputChannels(), s.outputPositions());
    try (WorkerTeam team = new WorkerTeam(threads)) {
      ChannelsLastForward forward = new ChannelsLastForward(s, Epilogue.IDENTITY, false, team);
      float[] y = target(s.outputSize());
      float[] workspace = KernelTesting.scratch(forward.workspaceSize() + OFFSET);
      forward.run(x, OFFSET, w, OFFSET, null, 0, y, OFFSET, workspace, OFFSET);
      ChannelsLastForward planes = new ChannelsLastForward(s, Epilogue.IDENTITY, true, team);
      float[] yOfPlanes = target(s.outputSize());
      workspace = KernelTesting.scratch(planes.workspaceSize() + OFFSET);
      planes.run(xFirst, 0, w, OFFSET, null, 0, yOfPlanes, OFFSET, workspace, OFFSET);
      KernelTesting.assertSameBits(yOfPlanes, y);
      ChannelsLastInputGradient inputGradient = new ChannelsLastInputGradient(s, team);
      float[] dx = target(s.inputSize());
      workspace = KernelTesting.scratch(inputGradient.workspaceSize() + OFFSET);
      inputGradient.run(dy, OFFSET, w, OFFSET, dx, OFFSET, workspace, OFFSET);
      ChannelsLastFilterGradient filterGradient = new ChannelsLastFilterGradient(s, team);
      float[] dw = target((int) filter(s).physical().elementCount());
      workspace = KernelTesting.scratch(filterGradient.workspaceSize() + OFFSET);
      filterGradient.run(x, OFFSET, dy, OFFSET, dw, OFFSET, workspace, OFFSET);
      assertThat(Arrays.copyOf(dw, OFFSET)).containsOnly(77);
      assertThat(dw[dw.length - 1]).isEqualTo(77);
      float[] dwFirst = new float[s.filterElements()];
      filter(s).unpack(dw, OFFSET, dwFirst, 0);
      float[] padding = new float[dw.length];
      filter(s).pack(dwFirst, 0, padding, OFFSET);
      // What fills the last panel is zero.
      KernelTesting.assertSameBits(
          Arrays.copyOfRange(dw, OFFSET, dw.length - 1),
          Arrays.copyOfRange(padding, OFFSET, dw.length - 1));
      return new float[][] {
        channelsFirst(y, s.outputChannels(), s.outputPositions()),
        channelsFirst(dx, s.inputChannels(), inputPixels),
        dwFirst
      };
    }
  }

  @Property(tries = 40)
  void biasAndActivationFollowTheConvolution(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int threads) {
    Random random = new Random(seed);
    ConvolutionShape shape = ofOneGroup(ConvolutionReference.randomShape(random));
    float[] x = KernelTesting.random(random, shape.inputSize());
    float[] w = KernelTesting.random(random, shape.filterElements());
    float[] bias = KernelTesting.random(random, shape.outputChannels());
    try (WorkerTeam team = new WorkerTeam(threads)) {
      ChannelsLastForward plan =
          new ChannelsLastForward(shape, Epilogue.scaledTanh(1.7159f, 0.6666f), false, team);
      float[] y = target(shape.outputSize());
      plan.run(
          channelsLast(
              x, shape.batch(), shape.inputChannels(), shape.inputHeight() * shape.inputWidth()),
          OFFSET,
          panels(shape, w),
          OFFSET,
          bias,
          0,
          y,
          OFFSET,
          KernelTesting.scratch(plan.workspaceSize()),
          0);
      float[] own = channelsFirst(y, shape.outputChannels(), shape.outputPositions());
      ConvolutionReference reference = ConvolutionReference.forward(shape, x, w);
      for (int i = 0; i < own.length; i++) {
        int channel = i / shape.outputPositions() % shape.outputChannels();
        double expected = 1.7159f * Math.tanh(0.6666f * (reference.sum[i] + bias[channel]));
        double bound =
            (shape.filterSize() + 16) * KernelTesting.EPSILON * (reference.magnitude[i] + 2);
        assertThat((double) own[i]).isBetween(expected - bound, expected + bound);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runningAllocatesNothing(int threads) {
    Random random = new Random(3);
    ConvolutionShape shape =
        new ConvolutionShape(2, 6, 12, 12, 20, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    float[] x = KernelTesting.random(random, shape.inputSize());
    float[] w = panels(shape, KernelTesting.random(random, shape.filterElements()));
    float[] bias = KernelTesting.random(random, shape.outputChannels());
    float[] y = new float[shape.outputSize()];
    try (WorkerTeam team = new WorkerTeam(threads)) {
      ChannelsLastForward forward =
          new ChannelsLastForward(shape, Epilogue.scaledTanh(1.7f, 0.7f), false, team);
      float[] workspace = new float[forward.workspaceSize()];
      KernelTesting.assertAllocatesNothing(
          () -> forward.run(x, 0, w, 0, bias, 0, y, 0, workspace, 0));
      ChannelsLastInputGradient inputGradient = new ChannelsLastInputGradient(shape, team);
      float[] inputWorkspace = new float[inputGradient.workspaceSize()];
      KernelTesting.assertAllocatesNothing(
          () -> inputGradient.run(y, 0, w, 0, x, 0, inputWorkspace, 0));
      ChannelsLastFilterGradient filterGradient = new ChannelsLastFilterGradient(shape, team);
      float[] filterWorkspace = new float[filterGradient.workspaceSize()];
      KernelTesting.assertAllocatesNothing(
          () -> filterGradient.run(x, 0, y, 0, w, 0, filterWorkspace, 0));
    }
  }

  @Test
  void groupsAndDilationAreRefused() {
    ConvolutionShape dilated = new ConvolutionShape(1, 2, 8, 8, 2, 3, 3, 1, 1, 0, 0, 0, 0, 2, 1, 1);
    try (WorkerTeam team = new WorkerTeam(1)) {
      assertThatThrownBy(() -> new ChannelsLastForward(dilated, Epilogue.IDENTITY, false, team))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no dilation");
    }
  }
}
