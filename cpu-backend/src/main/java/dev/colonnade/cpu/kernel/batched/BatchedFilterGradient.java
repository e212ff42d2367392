// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.gemm.BlockTransposition;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;

/**
 * The gradient of a convolution's filter over blocks of images: the product of the output's
 * gradient (channels x positions and images) and the unfolded input (positions and images x taps).
 *
 * <p>The sum runs over positions and images, so the images must not lie innermost: of each block,
 * the input is turned to image, row, column, channel, in which a filter's row is one run of memory.
 * Then some positions at a time, so few that they stay cached, the output's gradient is packed for
 * the micro-kernel, and each panel of taps is gathered run by run and multiplied.
 *
 * <p>The order of summation does not depend on the number of threads. A plan holds no results, but
 * it is run by one thread at a time.
 */
public final class BatchedFilterGradient {
  private static final float[] NOTHING = {};
  private static final int BLOCK = MicroKernel.COLUMNS;
  private static final int LANES = Simd.LANES;

  /** Output positions whose products are summed in one call of the micro-kernel. */
  private static final int CHUNK = Math.max(1, 384 / BLOCK);

  /** Floats of a packed tile of channels; its last column may run past its end. */
  private static final int TILE = CHUNK * BLOCK * MicroKernel.MAX_ROWS + BlockTransposition.SIZE;

  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final WorkerTeam team;
  private final int positions;
  private final int outputs;
  private final int taps;
  private final int panels;
  private final int members;
  private final int imageSize;
  private final int turnedSize;
  private final int packedSize;
  private final int panelSize;

  /** For each tap in the order row, column, channel its place in a turned image. */
  private final int[] tapOffsets;

  /** For each output position and image the place of its first tap in the turned images. */
  private final int[] rowOffsets;

  /** The runs of taps of each panel: where they begin in the two arrays behind. */
  private final int[] firstRuns;

  /** For each run its place in a turned image; behind each panel's runs an unused place. */
  private final int[] runSources;

  /** For each run its column in the panel; behind each panel's runs the columns used. */
  private final int[] runTargets;

  private final Task turn = this::turn;
  private final Task pack = this::pack;
  private final Task multiply = this::multiply;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] dy = NOTHING;
  private int dyOffset;
  private float[] dw = NOTHING;
  private int dwOffset;
  private float[] workspace = NOTHING;
  private int turned;
  private int block;
  private int chunk;

  /** Plans gradients of one shape for a team; the batch is a multiple of the block. */
  public BatchedFilterGradient(ConvolutionShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    positions = shape.outputPositions();
    outputs = shape.outputChannels();
    taps = shape.filterSize();
    panels = Math.ceilDiv(taps, BLOCK);
    members = (int) Math.max(1, Math.min(team.size(), shape.multiplyAdds() / WORTH_A_THREAD));
    imageSize =
        Math.multiplyExact(
            Math.multiplyExact(shape.paddedHeight(), shape.paddedWidth()), shape.inputChannels());
    // A run is copied as whole vectors, so the last one may read beyond the images.
    turnedSize = Simd.roundUp(Math.addExact(Math.multiplyExact(imageSize, BLOCK), BLOCK), 16);
    packedSize = Math.multiplyExact(Math.ceilDiv(outputs, MicroKernel.MAX_ROWS), TILE);
    panelSize = CHUNK * BLOCK * BLOCK + MicroKernel.MAX_ROWS * BLOCK + Packing.SLACK;
    tapOffsets = new int[taps];
    int tap = 0;
    for (int r = 0; r < shape.kernelHeight(); r++) {
      for (int i = 0; i < shape.kernelWidth() * shape.inputChannels(); i++) {
        tapOffsets[tap++] = r * shape.paddedWidth() * shape.inputChannels() + i;
      }
    }
    rowOffsets = new int[Math.multiplyExact(positions, BLOCK)];
    for (int p = 0; p < positions; p++) {
      int row = p / shape.outputWidth() * shape.strideHeight();
      int column = p % shape.outputWidth() * shape.strideWidth();
      int first = (row * shape.paddedWidth() + column) * shape.inputChannels();
      for (int image = 0; image < BLOCK; image++) {
        rowOffsets[p * BLOCK + image] = first + image * imageSize;
      }
    }
    firstRuns = new int[panels + 1];
    runSources = new int[taps + panels];
    runTargets = new int[taps + panels];
    int runs = 0;
    for (int j = 0; j < panels; j++) {
      firstRuns[j] = runs;
      int end = Math.min(taps, (j + 1) * BLOCK);
      for (int from = j * BLOCK; from < end; ) {
        runSources[runs] = tapOffsets[from];
        runTargets[runs++] = from - j * BLOCK;
        int next = from + 1;
        while (next < end && next - from < LANES && tapOffsets[next] == tapOffsets[next - 1] + 1) {
          next++;
        }
        from = next;
      }
      runTargets[runs++] = end - j * BLOCK;
    }
    firstRuns[panels] = runs;
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.addExact(
        Math.addExact(turnedSize, packedSize), Math.multiplyExact(panelSize, members));
  }

  /**
   * Computes the gradient.
   *
   * @param x input, [blocks, h, w, c, block]
   * @param dy gradient of the output, [blocks, oh, ow, o, block]
   * @param dw gradient of the filter in {@link FilterPanels}; it is overwritten
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
    turned = workspaceOffset;
    if (imageSize > shape.inputSize() / shape.batch()) {
      Arrays.fill(workspace, turned, turned + turnedSize, 0f);
    }
    try {
      for (block = 0; block < shape.batch() / BLOCK; block++) {
        team.run(members, turn);
        for (chunk = 0; chunk < positions; chunk += CHUNK) {
          team.run(members, pack);
          team.run(members, multiply);
        }
      }
    } finally {
      this.x = NOTHING;
      this.dy = NOTHING;
      this.dw = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private int packed() {
    return turned + turnedSize;
  }

  /** Turns a share of a block's pixels. */
  private void turn(int part, int of) {
    int channels = shape.inputChannels();
    int pixels = shape.inputHeight() * shape.inputWidth();
    int last = (int) ((long) (part + 1) * pixels / of);
    for (int pixel = (int) ((long) part * pixels / of); pixel < last; pixel++) {
      int row = pixel / shape.inputWidth() + shape.padTop();
      int column = pixel % shape.inputWidth() + shape.padLeft();
      Transposition.run(
          x,
          xOffset + (block * pixels + pixel) * channels * BLOCK,
          BLOCK,
          channels,
          BLOCK,
          workspace,
          turned + (row * shape.paddedWidth() + column) * channels,
          imageSize);
    }
  }

  private int chunkPositions() {
    return Math.min(CHUNK, positions - chunk);
  }

  /** Packs a share of the gradient's channels at the chunk's positions. */
  private void pack(int part, int of) {
    int tiles = Math.ceilDiv(outputs, MicroKernel.MAX_ROWS);
    int end = (int) ((long) (part + 1) * tiles / of);
    int depth = chunkPositions() * BLOCK;
    for (int tile = (int) ((long) part * tiles / of); tile < end; tile++) {
      int k = tile * MicroKernel.MAX_ROWS;
      int height = MicroKernel.tileRows(outputs - k);
      int target = packed() + tile * TILE;
      for (int p = 0; p * BLOCK < depth; p++) {
        Packing.interleaveRows(
            dy,
            dyOffset + ((block * positions + chunk + p) * outputs + k) * BLOCK,
            BLOCK,
            Math.min(height, outputs - k),
            BLOCK,
            workspace,
            target + p * BLOCK * height,
            height);
      }
    }
  }

  /** A share of the panels of taps at the chunk's positions. */
  private void multiply(int part, int of) {
    int panel = packed() + packedSize + part * panelSize;
    int tile = panel + CHUNK * BLOCK * BLOCK + Packing.SLACK;
    boolean add = block > 0 || chunk > 0;
    int last = (int) ((long) (part + 1) * panels / of);
    int depth = chunkPositions() * BLOCK;
    for (int j = (int) ((long) part * panels / of); j < last; j++) {
      gather(j, chunk, chunkPositions(), panel);
      for (int k = 0; k < outputs; k += MicroKernel.MAX_ROWS) {
        int height = MicroKernel.tileRows(outputs - k);
        int rows = Math.min(height, outputs - k);
        int a = packed() + k / MicroKernel.MAX_ROWS * TILE;
        int target = dwOffset + (j * outputs + k) * BLOCK;
        if (rows == height) {
          MicroKernel.multiply(
              height, depth, workspace, a, workspace, panel, dw, target, BLOCK, add);
        } else {
          MicroKernel.multiply(
              height, depth, workspace, a, workspace, panel, workspace, tile, BLOCK, false);
          Packing.storeTile(workspace, tile, rows, BLOCK, dw, target, BLOCK, add);
        }
      }
    }
  }

  /** Copies some taps, at some positions of all images, to a panel. */
  private void gather(int j, int from, int chunk, int panel) {
    int firstRun = firstRuns[j];
    if (firstRuns[j + 1] - firstRun == BLOCK / LANES + 1 && isOneRun(j)) {
      for (int p = 0; p < chunk; p++) {
        int source = turned + rowOffsets[(from + p) * BLOCK] + runSources[firstRun];
        int to = panel + p * BLOCK * BLOCK;
        Runs.copy(workspace, source, imageSize, BLOCK, workspace, to);
      }
      return;
    }
    Packing.gatherRuns(
        workspace,
        turned,
        rowOffsets,
        from * BLOCK,
        chunk * BLOCK,
        runSources,
        runTargets,
        firstRun,
        firstRuns[j + 1] - 1 - firstRun,
        workspace,
        panel,
        BLOCK);
  }

  /** Whether a panel's taps lie side by side in a turned image. */
  private boolean isOneRun(int j) {
    int first = j * BLOCK;
    return first + BLOCK <= taps && tapOffsets[first + BLOCK - 1] - tapOffsets[first] == BLOCK - 1;
  }
}
