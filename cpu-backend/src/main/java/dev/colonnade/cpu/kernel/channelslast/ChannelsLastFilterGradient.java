// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.channelslast;

import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.convolution.Padding;
import dev.colonnade.cpu.kernel.elementwise.Fused;
import dev.colonnade.cpu.kernel.gemm.BlockedGemm;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;

/**
 * The gradient of a convolution's filter with the channels innermost: the product of the output's
 * gradient (channels x positions) and the unfolded images (positions x taps), lanes over taps. Both
 * are packed by copying runs of memory; nothing is turned.
 *
 * <p>Each element has one order of summation: the result does not depend on the number of threads.
 * A plan holds no results, but it is run by one thread at a time.
 */
public final class ChannelsLastFilterGradient {
  private static final float[] NOTHING = {};
  private static final int HEIGHT = MicroKernel.MAX_ROWS;
  private static final int WIDTH = MicroKernel.COLUMNS;
  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final WorkerTeam team;
  private final Windows windows;
  private final TapPanels panels;
  private final int outputs;
  private final int depth;
  private final int depthBlock;
  private final int members;
  private final int tileStride;
  private final int panelSize;
  private final Task pad = this::pad;
  private final Task pack = this::pack;
  private final Task multiply = this::multiply;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] image = NOTHING;
  private int imageOffset;
  private float[] dy = NOTHING;
  private int dyOffset;
  private float[] dw = NOTHING;
  private int dwOffset;
  private float[] workspace = NOTHING;
  private float[] w = NOTHING;
  private int wOffset;
  private float[] updated = NOTHING;
  private int updatedOffset;
  private float rate;
  private float decay;
  private boolean steps;
  private int packed;
  private int from;
  private int length;

  /** Plans gradients of one shape, of one group and without dilation, for a team. */
  public ChannelsLastFilterGradient(ConvolutionShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    windows = Windows.of(shape);
    panels = new TapPanels(shape, windows);
    outputs = shape.outputChannels();
    depth = windows.positions().length;
    depthBlock = BlockedGemm.depthBlock(depth);
    members =
        (int)
            Math.max(
                1,
                Math.min(
                    Math.min(team.size(), panels.count()), shape.multiplyAdds() / WORTH_A_THREAD));
    tileStride = Simd.roundUp(depthBlock * HEIGHT + Packing.SLACK, 16);
    panelSize = Simd.roundUp(depthBlock * WIDTH + 2 * HEIGHT * WIDTH + Packing.SLACK, 16);
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.addExact(
        Math.addExact(
            Padding.workspaceSize(shape),
            Math.multiplyExact(Math.ceilDiv(outputs, HEIGHT), tileStride)),
        Math.multiplyExact(members, panelSize));
  }

  /**
   * Computes the gradient.
   *
   * @param x input, N x H x W x C
   * @param dy gradient of the output, N x OH x OW x O
   * @param dw receives the gradient of the filter in {@link FilterPanels}; must not overlap the
   *     others
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
    steps = false;
    compute(x, xOffset, dy, dyOffset, dw, dwOffset, workspace, workspaceOffset);
  }

  /**
   * A step of gradient descent, w' = w - rate (gradient + decay w), taken tile by tile while the
   * gradient is cached; w' may be w. Other parameters as above.
   *
   * @param w filter in {@link FilterPanels}
   * @param updated receives the new filter
   * @param workspace scratch memory: {@link #stepWorkspaceSize} floats
   */
  public void step(
      float rate,
      float decay,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] updated,
      int updatedOffset,
      float[] workspace,
      int workspaceOffset) {
    steps = true;
    this.rate = rate;
    this.decay = decay;
    this.w = w;
    this.wOffset = wOffset;
    this.updated = updated;
    this.updatedOffset = updatedOffset;
    compute(
        x,
        xOffset,
        dy,
        dyOffset,
        workspace,
        workspaceOffset + workspaceSize(),
        workspace,
        workspaceOffset);
  }

  /** Returns how many floats of scratch memory {@link #step} needs. */
  public int stepWorkspaceSize() {
    // One block of the depth needs its tile only.
    int sums = depth > depthBlock ? gradientSize() : 0;
    return Math.addExact(workspaceSize(), sums);
  }

  private int gradientSize() {
    return Math.multiplyExact(Math.multiplyExact(panels.count(), outputs), WIDTH);
  }

  private void compute(
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
    image = shape.padded() ? workspace : x;
    imageOffset = shape.padded() ? workspaceOffset : xOffset;
    packed = workspaceOffset + Padding.workspaceSize(shape);
    try {
      if (shape.padded()) {
        team.run(Math.min(members, shape.batch()), pad);
      }
      for (from = 0; from < depth; from += depthBlock) {
        length = Math.min(depthBlock, depth - from);
        team.run(members, pack);
        team.run(members, multiply);
      }
    } finally {
      this.x = NOTHING;
      this.image = NOTHING;
      this.dy = NOTHING;
      this.dw = NOTHING;
      this.w = NOTHING;
      this.updated = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private void pad(int part, int of) {
    int first = (int) ((long) part * shape.batch() / of);
    int to = (int) ((long) (part + 1) * shape.batch() / of);
    Padding.pad(shape, shape.inputChannels(), first, to, x, xOffset, workspace, imageOffset);
  }

  /** Packs a share of the gradient's channels at the positions at hand. */
  private void pack(int part, int of) {
    int tiles = Math.ceilDiv(outputs, HEIGHT);
    int to = (int) ((long) (part + 1) * tiles / of);
    for (int tile = (int) ((long) part * tiles / of); tile < to; tile++) {
      int k = tile * HEIGHT;
      int height = MicroKernel.tileRows(outputs - k);
      Packing.copyRows(
          dy,
          dyOffset + from * outputs + k,
          outputs,
          Math.min(height, outputs - k),
          length,
          workspace,
          packed + tile * tileStride,
          height);
    }
  }

  /** A share of the panels of taps. */
  private void multiply(int part, int of) {
    int panel = packed + Math.ceilDiv(outputs, HEIGHT) * tileStride + part * panelSize;
    int to = (int) ((long) (part + 1) * panels.count() / of);
    for (int j = (int) ((long) part * panels.count() / of); j < to; j++) {
      Packing.gatherRuns(
          image,
          imageOffset,
          windows.positions(),
          from,
          length,
          panels.imagePlaces(),
          panels.columns(),
          panels.firstRun(j),
          panels.runs(j),
          workspace,
          panel,
          panels.width(j));
      multiplyPanel(j, panel);
    }
  }

  private void multiplyPanel(int j, int panel) {
    int width = panels.width(j);
    int tile = panel + depthBlock * WIDTH + Packing.SLACK;
    int target = dwOffset + j * outputs * WIDTH;
    boolean inTile = steps && depth <= depthBlock;
    boolean last = from + length == depth;
    if (width < WIDTH && from == 0) {
      int clear = inTile ? tile : target;
      Arrays.fill(dw, clear, clear + (inTile ? HEIGHT : outputs) * WIDTH, 0f);
    }
    for (int k = 0; k < outputs; k += HEIGHT) {
      int height = MicroKernel.tileRows(outputs - k);
      int rows = Math.min(height, outputs - k);
      int a = packed + k / HEIGHT * tileStride;
      int c = inTile ? tile : target + k * WIDTH;
      if (rows == height || inTile) {
        MicroKernel.multiply(
            width, height, length, workspace, a, workspace, panel, dw, c, WIDTH, from > 0);
      } else {
        int own = tile + HEIGHT * WIDTH;
        MicroKernel.multiply(
            width, height, length, workspace, a, workspace, panel, workspace, own, width, false);
        Packing.storeTile(workspace, own, width, rows, width, dw, c, WIDTH, from > 0);
      }
      if (steps && last) {
        int place = (j * outputs + k) * WIDTH;
        Fused.sgdStep(
            rate, decay, w, wOffset + place, dw, c, updated, updatedOffset + place, rows * WIDTH);
      }
    }
  }
}
