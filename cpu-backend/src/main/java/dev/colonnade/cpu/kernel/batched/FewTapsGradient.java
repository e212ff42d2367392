// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The gradient of a filter of few taps (a first layer's) over blocks of images, with no change of
 * layout: turning the output's gradient round, as {@link BatchedFilterGradient} does, costs more
 * there than the products.
 *
 * <p>The order of summation does not depend on the number of threads. A plan holds no results, but
 * it is run by one thread at a time.
 */
public final class FewTapsGradient {
  private static final float[] NOTHING = {};
  private static final int BLOCK = MicroKernel.COLUMNS;
  private static final int LANES = Simd.LANES;

  /** Taps up to which this is the faster way. */
  private static final int MOST_TAPS = 64;

  /** Positions that one call sums over, few enough that its gradients stay cached. */
  private static final int CHUNK = 96;

  private static final int TILE = TapSums.CHANNELS * TapSums.TAPS * LANES;
  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final WorkerTeam team;
  private final int taps;
  private final int channelTiles;
  private final int tapTiles;
  private final int members;
  private final int[] tapOffsets;
  private final Task compute = this::compute;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] dy = NOTHING;
  private int dyOffset;
  private float[] dw = NOTHING;
  private int dwOffset;
  private float[] workspace = NOTHING;
  private int workspaceOffset;

  /** Plans gradients of one shape for a team. */
  public FewTapsGradient(ConvolutionShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    taps = shape.filterSize();
    channelTiles = Math.ceilDiv(shape.outputChannels(), TapSums.CHANNELS);
    tapTiles = Math.ceilDiv(taps, TapSums.TAPS);
    members =
        (int)
            Math.max(
                1,
                Math.min(
                    Math.min(team.size(), channelTiles), shape.multiplyAdds() / WORTH_A_THREAD));
    tapOffsets = new int[tapTiles * TapSums.TAPS];
    int run = shape.kernelWidth() * shape.inputChannels();
    for (int i = 0; i < tapOffsets.length; i++) {
      // A last tile's surplus repeats the last tap; its sums are not used.
      int tap = Math.min(i, taps - 1);
      tapOffsets[i] = (tap / run * shape.inputWidth() * shape.inputChannels() + tap % run) * BLOCK;
    }
  }

  /** Whether it is the way for a shape: few taps, no padding, registers for its tile. */
  public static boolean suits(ConvolutionShape shape) {
    return shape.filterSize() <= MOST_TAPS
        && shape.outputChannels() >= TapSums.CHANNELS
        && !shape.padded()
        && Simd.LANES == 16;
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return channelTiles * tapTiles * TILE;
  }

  /**
   * Computes the gradient; parameters as of {@link BatchedFilterGradient#run}.
   *
   * @param workspace scratch memory: {@link #workspaceSize} floats from {@code workspaceOffset} on
   */
  public void run(
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset,
      float[] workspace,
      int workspaceOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.dw = dw;
    this.dwOffset = dwOffset;
    this.workspace = workspace;
    this.workspaceOffset = workspaceOffset;
    try {
      team.run(members, compute);
    } finally {
      this.x = NOTHING;
      this.dy = NOTHING;
      this.dw = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private void compute(int part, int of) {
    int from = (int) ((long) part * channelTiles / of);
    int to = (int) ((long) (part + 1) * channelTiles / of);
    int own = workspaceOffset + from * tapTiles * TILE;
    Arrays.fill(workspace, own, workspaceOffset + to * tapTiles * TILE, 0f);
    int rows = Math.max(1, CHUNK / shape.outputWidth());
    for (int block = 0; block < shape.batch() / BLOCK; block++) {
      for (int row = 0; row < shape.outputHeight(); row += rows) {
        for (int tile = from; tile < to; tile++) {
          add(tile, block, row, Math.min(rows, shape.outputHeight() - row));
        }
      }
    }
    for (int tile = from; tile < to; tile++) {
      store(tile);
    }
  }

  /** All taps of some channels over some rows of positions. */
  private void add(int tile, int block, int row, int rows) {
    int outputs = shape.outputChannels();
    // The last tile's channels may overlap the one before: all its channels exist then, if any do.
    int channel = firstChannel(tile);
    int pixel = shape.inputChannels() * BLOCK;
    int inputRow = block * shape.inputHeight() + row * shape.strideHeight();
    for (int t = 0; t < tapTiles; t++) {
      int tap = t * TapSums.TAPS;
      TapSums.add(
          rows,
          shape.outputWidth(),
          dy,
          dyOffset
              + ((block * shape.outputHeight() + row) * shape.outputWidth() * outputs + channel)
                  * BLOCK,
          outputs * BLOCK,
          x,
          xOffset + inputRow * shape.inputWidth() * pixel,
          shape.strideHeight() * shape.inputWidth() * pixel,
          shape.strideWidth() * pixel,
          tapOffsets[tap],
          tapOffsets[tap + 1],
          tapOffsets[tap + 2],
          tapOffsets[tap + 3],
          tapOffsets[tap + 4],
          tapOffsets[tap + 5],
          workspace,
          workspaceOffset + (tile * tapTiles + t) * TILE);
    }
  }

  private int firstChannel(int tile) {
    return Math.min(tile * TapSums.CHANNELS, shape.outputChannels() - TapSums.CHANNELS);
  }

  private void store(int tile) {
    int first = firstChannel(tile);
    int padded = MicroKernel.paddedColumns(taps);
    for (int k = 0; k < TapSums.CHANNELS; k++) {
      for (int tap = 0; tap < padded; tap++) {
        int target =
            dwOffset + (tap / BLOCK * shape.outputChannels() + first + k) * BLOCK + tap % BLOCK;
        if (tap >= taps) {
          dw[target] = 0;
          continue;
        }
        int sum =
            workspaceOffset
                + (tile * tapTiles + tap / TapSums.TAPS) * TILE
                + (k * TapSums.TAPS + tap % TapSums.TAPS) * LANES;
        dw[target] = Simd.sum(FloatVector.fromArray(Simd.FLOAT, workspace, sum));
      }
    }
  }
}
