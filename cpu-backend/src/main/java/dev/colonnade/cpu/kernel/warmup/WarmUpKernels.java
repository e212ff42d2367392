// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.warmup;

import dev.colonnade.cpu.kernel.batched.BatchedConvolution;
import dev.colonnade.cpu.kernel.batched.BatchedFilterGradient;
import dev.colonnade.cpu.kernel.batched.BatchedMaxPool;
import dev.colonnade.cpu.kernel.batched.BlockConversion;
import dev.colonnade.cpu.kernel.batched.FewTapsGradient;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastFilterGradient;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastForward;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastInputGradient;
import dev.colonnade.cpu.kernel.convolution.ConvolutionFilterGradient;
import dev.colonnade.cpu.kernel.convolution.ConvolutionForward;
import dev.colonnade.cpu.kernel.convolution.ConvolutionInputGradient;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.elementwise.Binary;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.kernel.elementwise.Fused;
import dev.colonnade.cpu.kernel.gemm.Gemm;
import dev.colonnade.cpu.kernel.gemm.GemmShape;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.pooling.MaxPooling;
import dev.colonnade.cpu.kernel.pooling.PoolingShape;
import dev.colonnade.cpu.kernel.reduction.Reduce;
import dev.colonnade.cpu.kernel.reduction.Softmax;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernels of a training step, each on the smallest shapes that lead it down all its paths:
 * tiles of every height, whole and partial; depths of one block and of two; panels inside an image
 * and across two; rows that fill their vectors and rows that do not.
 */
final class WarmUpKernels {

  /** Odd, so that the last vector of a run is partial. */
  private static final int RUN = 101;

  private static final int OFTEN = 10;
  private static final int CLASSES = 10;
  private static final int[] LABELS = {3, 0};

  /** One member, so no thread: all runs in the caller. */
  private final WorkerTeam team = new WorkerTeam(1);

  private final List<Runnable> kernels = new ArrayList<>();
  private final float[] a = numbers();
  private final float[] b = numbers();
  private final float[] c = numbers();
  private final float[] d = numbers();
  private float[] workspace = {};

  private WarmUpKernels() {}

  static List<Runnable> all() {
    WarmUpKernels all = new WarmUpKernels();
    all.products();
    all.elementwise();
    all.losses();
    return all.kernels;
  }

  /** Convolution and pooling in logical order. */
  static List<Runnable> logical() {
    WarmUpKernels logical = new WarmUpKernels();
    logical.convolutions();
    logical.poolings();
    return logical.kernels;
  }

  /** The kernels on images with the channels innermost. */
  static List<Runnable> singles() {
    WarmUpKernels singles = new WarmUpKernels();
    Epilogue tanh = Epilogue.scaledTanh(1.7159f, 0.6666f);
    singles.channelsLast(ConvolutionShape.of(1, 3, 12, 12, 20, 5, 5), tanh, true);
    singles.channelsLast(ConvolutionShape.of(1, 20, 8, 8, 40, 5, 5), tanh, true);
    singles.channelsLast(ConvolutionShape.of(2, 17, 10, 10, 27, 4, 4), tanh, true);
    singles.channelsLast(
        new ConvolutionShape(2, 4, 9, 9, 8, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1), tanh, false);
    return singles.kernels;
  }

  private void channelsLast(ConvolutionShape shape, Epilogue epilogue, boolean biased) {
    ChannelsLastForward forward = new ChannelsLastForward(shape, epilogue, false, team);
    ChannelsLastForward planes = new ChannelsLastForward(shape, epilogue, true, team);
    ChannelsLastInputGradient input = new ChannelsLastInputGradient(shape, team);
    ChannelsLastFilterGradient filter = new ChannelsLastFilterGradient(shape, team);
    reserve(Math.max(forward.workspaceSize(), planes.workspaceSize()));
    reserve(Math.max(input.workspaceSize(), filter.workspaceSize()));
    kernels.add(() -> forward.run(a, 0, b, 0, biased ? b : null, 0, c, 0, workspace, 0));
    kernels.add(() -> planes.run(a, 0, b, 0, biased ? b : null, 0, c, 0, workspace, 0));
    kernels.add(() -> input.run(a, 0, b, 0, c, 0, workspace, 0));
    reserve(filter.stepWorkspaceSize());
    kernels.add(() -> filter.run(a, 0, b, 0, c, 0, workspace, 0));
    kernels.add(() -> filter.step(0.01f, 0, a, 0, b, 0, d, 0, c, 0, workspace, 0));
    pools(shape, 1);
  }

  /** The kernels on whole blocks of images. */
  static List<Runnable> blocks() {
    WarmUpKernels blocks = new WarmUpKernels();
    Epilogue tanh = Epilogue.scaledTanh(1.7159f, 0.6666f);
    int block = MicroKernel.COLUMNS;
    blocks.blocks(ConvolutionShape.of(block, 1, 9, 9, 20, 4, 4), tanh, true);
    blocks.blocks(ConvolutionShape.of(block, 17, 7, 7, 10, 3, 3), tanh, true);
    blocks.blocks(
        new ConvolutionShape(block, 6, 6, 6, 7, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        Epilogue.IDENTITY,
        false);
    return blocks.kernels;
  }

  private void blocks(ConvolutionShape shape, Epilogue epilogue, boolean biased) {
    BatchedConvolution forward = BatchedConvolution.forward(shape, epilogue, team);
    BatchedConvolution input = BatchedConvolution.inputGradient(shape, team);
    BatchedFilterGradient filter = new BatchedFilterGradient(shape, team);
    reserve(forward.workspaceSize());
    reserve(input.workspaceSize());
    reserve(filter.workspaceSize());
    kernels.add(() -> forward.run(a, 0, b, 0, biased ? b : null, 0, c, 0, workspace, 0));
    kernels.add(() -> input.run(a, 0, b, 0, null, 0, c, 0, workspace, 0));
    kernels.add(() -> filter.run(a, 0, b, 0, c, 0, workspace, 0));
    if (FewTapsGradient.suits(shape)) {
      FewTapsGradient few = new FewTapsGradient(shape, team);
      reserve(few.workspaceSize());
      kernels.add(() -> few.run(a, 0, b, 0, c, 0, workspace, 0));
    }
    pools(shape, MicroKernel.COLUMNS);
  }

  private void pools(ConvolutionShape shape, int block) {
    int channels = shape.outputChannels();
    int pixels = shape.outputPositions();
    if (channels * block < MicroKernel.COLUMNS / 2) {
      return;
    }
    for (float curvature : new float[] {0, 0.5f}) {
      BatchedMaxPool pool =
          new BatchedMaxPool(
              PoolingShape.of(1, shape.outputHeight(), shape.outputWidth(), 2),
              channels * block,
              1,
              curvature,
              team);
      kernels.add(() -> pool.forward(a, 0, c, 0));
      kernels.add(() -> pool.gradient(a, 0, b, 0, c, 0));
    }
    if (block == 1) {
      kernels.add(() -> BlockConversion.turnImages(0, 1, channels, pixels, a, 0, c, 0));
      kernels.add(() -> BlockConversion.turnImages(0, 1, pixels, channels, a, 0, c, 0));
    } else {
      kernels.add(() -> BlockConversion.toBlocks(0, channels, channels, pixels, a, 0, c, 0));
      kernels.add(() -> BlockConversion.fromBlocks(0, channels, channels, pixels, a, 0, c, 0));
    }
  }

  /** Numbers from -1 to 1 in no order that matters. */
  private static float[] numbers() {
    float[] numbers = new float[80_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 37 % 201 - 100) / 100f;
    }
    return numbers;
  }

  private void reserve(int size) {
    if (workspace.length < size) {
      workspace = new float[size];
    }
  }

  /** A short kernel runs often in a round: it is calls that make the compiler take notice. */
  private void often(Runnable kernel) {
    kernels.add(() -> {
      for (int i = 0; i < OFTEN; i++) {
        kernel.run();
      }
    });
  }

  private void convolutions() {
    Epilogue tanh = Epilogue.scaledTanh(1.7159f, 0.6666f);
    convolution(ConvolutionShape.of(1, 3, 12, 12, 20, 5, 5), tanh, true);
    convolution(ConvolutionShape.of(1, 20, 8, 8, 16, 5, 5), tanh, true);
    convolution(ConvolutionShape.of(1, 17, 10, 10, 10, 5, 5), tanh, true);
    convolution(ConvolutionShape.of(2, 2, 10, 10, 10, 4, 4), Epilogue.IDENTITY, false);
    convolution(new ConvolutionShape(2, 4, 9, 9, 8, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 2), tanh, true);
  }

  private void convolution(ConvolutionShape shape, Epilogue epilogue, boolean biased) {
    ConvolutionForward forward = new ConvolutionForward(shape, epilogue, team);
    ConvolutionInputGradient input = new ConvolutionInputGradient(shape, team);
    ConvolutionFilterGradient filter = new ConvolutionFilterGradient(shape, team);
    reserve(forward.workspaceSize());
    reserve(input.workspaceSize());
    reserve(filter.workspaceSize());
    // At the end of an array there is no whole vector behind the last elements.
    int x = a.length - shape.inputSize();
    int w = b.length - shape.filterElements();
    int y = a.length - shape.outputSize();
    kernels.add(() -> forward.run(a, 0, b, 0, biased ? b : null, 0, c, 0, workspace, 0));
    kernels.add(() -> forward.run(a, x, b, w, biased ? b : null, 0, c, y, workspace, 0));
    kernels.add(() -> input.run(a, 0, b, 0, c, 0, workspace, 0));
    kernels.add(() -> input.run(a, y, b, w, c, x, workspace, 0));
    kernels.add(() -> filter.run(a, 0, b, 0, c, 0, workspace, 0));
    kernels.add(() -> filter.run(a, x, b, y, c, w, workspace, 0));
  }

  private void products() {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        product(GemmShape.of(transposeA, transposeB, 21, 70, 64), 0);
        product(GemmShape.of(transposeA, transposeB, transposeA ? 16 : 20, 64, 400), 1);
      }
    }
    for (boolean transposeB : new boolean[] {false, true}) {
      for (int outputs : new int[] {10, 64, 150}) {
        product(GemmShape.of(false, transposeB, 1, outputs, 60), 0);
        product(GemmShape.of(false, transposeB, 1, outputs, 64), 1);
      }
    }
    product(GemmShape.of(true, false, 10, 150, 1), 0);
    product(GemmShape.of(true, false, 10, 10, 1), 1);
  }

  private void product(GemmShape shape, float beta) {
    Gemm gemm = new Gemm(shape, team);
    reserve(gemm.workspaceSize());
    int left = a.length - shape.m() * shape.k();
    int right = b.length - shape.k() * shape.n();
    int result = c.length - shape.m() * shape.n();
    kernels.add(() -> gemm.run(1, a, 0, b, 0, beta, c, 0, workspace, 0));
    kernels.add(() -> gemm.run(1, a, left, b, right, beta, c, result, workspace, 0));
  }

  private void poolings() {
    pooling(2, 10);
    pooling(2, 34);
    pooling(3, 10);
  }

  private void pooling(int window, int size) {
    PoolingShape shape = PoolingShape.of(2, size, size, window);
    MaxPooling pooling = new MaxPooling(shape, team);
    int x = a.length - shape.inputSize();
    int y = b.length - shape.outputSize();
    kernels.add(() -> pooling.forward(a, 0, c, 0));
    kernels.add(() -> pooling.forward(a, x, c, y));
    kernels.add(() -> pooling.gradient(a, 0, b, 0, c, 0));
    kernels.add(() -> pooling.gradient(a, x, b, y, c, x));
  }

  private void elementwise() {
    Epilogue tanh = Epilogue.scaledTanh(1.7159f, 0.6666f);
    for (int length : new int[] {10, 64, RUN}) {
      int end = c.length - length;
      often(() -> tanh.apply(d, 0, length, 0));
      often(() -> tanh.apply(d, end, length, 0.1f));
      often(() -> Epilogue.IDENTITY.apply(d, 0, length, 0.1f));
      often(() -> Fused.scaledTanhGradient(1.7159f, 0.6666f, a, 0, b, end, c, end, length));
      often(() -> Fused.sgdStep(0.01f, 0, a, 0, b, 0, c, end, length));
      often(() -> Fused.sgdStep(0.01f, 1e-4f, a, 0, b, 0, c, 0, length));
      often(() -> Fused.momentumStep(0.01f, 0.9f, 0, a, 0, d, 0, b, 0, c, 0, c, RUN, length));
      often(() -> Fused.momentumStep(0.01f, 0.9f, 1e-4f, a, 0, d, 0, b, 0, c, 0, c, RUN, length));
      often(() -> Binary.ADD.apply(a, 0, b, 0, c, 0, length));
      often(() -> Binary.ADD.applyRight(a, 0, 0.5f, c, end, length));
      often(() -> Binary.MULTIPLY.applyRight(a, 0, 0.5f, c, end, length));
      often(() -> Reduce.sum(0, 2, length, 1, a, 0, c, 0));
      often(() -> Reduce.sum(0, 2, 10, length, a, 0, c, 0));
    }
  }

  private void losses() {
    often(() -> Softmax.crossEntropy(0, 2, CLASSES, a, 0, LABELS, 0, c, 0));
    often(() -> Softmax.crossEntropyGradient(0, 2, CLASSES, a, 0, LABELS, 0, b, 0, c, 0));
  }
}
