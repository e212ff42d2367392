// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.channelslast;

import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.convolution.Padding;
import dev.colonnade.cpu.kernel.convolution.Unfolding;
import dev.colonnade.cpu.kernel.elementwise.Activation;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.kernel.gemm.BlockTransposition;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import org.jspecify.annotations.Nullable;

/**
 * y = activation(convolution(x, w) + bias) with the channels innermost: the product of the unfolded
 * images (positions x taps) and the filter (taps x output channels), lanes over output channels. So
 * an image of few positions wastes no lanes, and the positions of a tile are turned from runs of
 * memory, a row of the filter at a time.
 *
 * <p>Each element has one order of summation: the result does not depend on the number of threads.
 * A plan holds no results, but it is run by one thread at a time.
 */
public final class ChannelsLastForward {
  private static final float[] NOTHING = {};
  private static final int HEIGHT = MicroKernel.MAX_ROWS;
  private static final int WIDTH = MicroKernel.COLUMNS;

  /** Floats of unfolded images at a time: they stay in the second-level cache. */
  private static final int CHUNK = 192 * 1024;

  private static final int PARTS_PER_MEMBER = 4;
  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final Epilogue epilogue;
  private final WorkerTeam team;
  private final Windows windows;
  private final boolean channelsFirst;

  /** For an x with the channels first. */
  private final Unfolding places;

  private final int[] tapOffsets;
  private final int[] runSources;
  private final int[] runTargets;
  private final int taps;
  private final int positions;
  private final int outputs;
  private final int tiles;
  private final int chunkTiles;
  private final int panels;
  private final int members;
  private final int ranges;
  private final int tileStride;
  private final int panelSize;

  /** Whether all panels of the filter are kept; else each is used up before the next is packed. */
  private final boolean keepsPanels;

  private final Task pad = this::pad;
  private final Task unfold = this::unfold;
  private final Task packPanels = this::packPanels;
  private final Task compute = this::compute;
  private final Task activate = this::activate;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] image = NOTHING;
  private int imageOffset;
  private float[] w = NOTHING;
  private int wOffset;
  private float @Nullable [] bias;
  private int biasOffset;
  private float[] y = NOTHING;
  private int yOffset;
  private float[] workspace = NOTHING;
  private int unfolded;
  private int firstTile;
  private int chunkEnd;

  /**
   * Plans convolutions of one shape, of one group and without dilation, for a team.
   *
   * @param shape the sizes
   * @param epilogue the activation; {@link Epilogue#IDENTITY} for none
   * @param channelsFirst whether x is N x C x H x W: with few channels the positions of a tile are
   *     longer runs than the taps of a filter's row
   * @param team the threads that share the work
   */
  public ChannelsLastForward(
      ConvolutionShape shape, Epilogue epilogue, boolean channelsFirst, WorkerTeam team) {
    this.shape = shape;
    this.channelsFirst = channelsFirst;
    places = new Unfolding(shape);
    tapOffsets = places.tapOffsetsByRows();
    this.epilogue = epilogue;
    this.team = team;
    windows = Windows.of(shape);
    taps = shape.filterSize();
    positions = windows.positions().length;
    outputs = shape.outputChannels();
    tiles = Math.ceilDiv(positions, HEIGHT);
    tileStride = Simd.roundUp(Math.multiplyExact(HEIGHT, taps) + BlockTransposition.SIZE, 16);
    int chunks = Math.max(1, Math.ceilDiv(tiles, Math.max(1, CHUNK / tileStride)));
    chunkTiles = Math.max(1, Math.ceilDiv(tiles, chunks));
    panels = Math.ceilDiv(outputs, WIDTH);
    members = (int) Math.max(1, Math.min(team.size(), shape.multiplyAdds() / WORTH_A_THREAD));
    ranges =
        members == 1 ? 1 : Math.min(chunkTiles, Math.ceilDiv(members * PARTS_PER_MEMBER, panels));
    runSources = new int[(HEIGHT + 1) * members];
    runTargets = new int[(HEIGHT + 1) * members];
    keepsPanels = members > 1 || chunkTiles < tiles;
    panelSize = Math.multiplyExact(WIDTH, taps) + Packing.SLACK;
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    int chunk = Math.multiplyExact(chunkTiles, tileStride);
    int packed = Math.multiplyExact(keepsPanels ? panels : 1, panelSize);
    int parts = Math.multiplyExact(members == 1 ? 1 : panels * ranges, 2 * HEIGHT * WIDTH);
    return Math.addExact(
        Math.addExact(Padding.workspaceSize(shape), chunk), Math.addExact(packed, parts));
  }

  /**
   * Computes the convolution.
   *
   * @param x input, N x H x W x C, or N x C x H x W if it was planned so
   * @param w filter in {@link FilterPanels}
   * @param bias O numbers, or null for none
   * @param y output, N x OH x OW x O; must not overlap the others
   * @param workspace scratch memory: {@link #workspaceSize} floats from {@code workspaceOffset} on
   */
  public void run(
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float @Nullable [] bias,
      int biasOffset,
      float[] y,
      int yOffset,
      float[] workspace,
      int workspaceOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.w = w;
    this.wOffset = wOffset;
    this.bias = bias;
    this.biasOffset = biasOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.workspace = workspace;
    image = shape.padded() ? workspace : x;
    imageOffset = shape.padded() ? workspaceOffset : xOffset;
    unfolded = workspaceOffset + Padding.workspaceSize(shape);
    try {
      if (shape.padded()) {
        team.run(Math.min(members, shape.batch()), pad);
      }
      if (keepsPanels) {
        team.run(members == 1 ? 1 : panels, packPanels);
      }
      for (firstTile = 0; firstTile < tiles; firstTile += chunkTiles) {
        chunkEnd = Math.min(tiles, firstTile + chunkTiles);
        team.run(members, unfold);
        team.run(members == 1 ? 1 : panels * ranges, compute);
        if (epilogue.activation() != Activation.IDENTITY) {
          team.run(members, activate);
        }
      }
    } finally {
      this.x = NOTHING;
      this.image = NOTHING;
      this.w = NOTHING;
      this.bias = null;
      this.y = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private int panel(int panel) {
    return unfolded + chunkTiles * tileStride + (keepsPanels ? panel * panelSize : 0);
  }

  /** A part's two tiles: the bias, and the tile at hand. */
  private int own(int part) {
    return panel(keepsPanels ? panels : 0)
        + (keepsPanels ? 0 : panelSize)
        + part * 2 * HEIGHT * WIDTH;
  }

  private void pad(int part, int of) {
    int from = (int) ((long) part * shape.batch() / of);
    int to = (int) ((long) (part + 1) * shape.batch() / of);
    int channels = shape.inputChannels();
    if (channelsFirst) {
      Padding.pad(shape, 1, from * channels, to * channels, x, xOffset, workspace, imageOffset);
    } else {
      Padding.pad(shape, channels, from, to, x, xOffset, workspace, imageOffset);
    }
  }

  /** Unfolds a share of the chunk's tiles. */
  private void unfold(int part, int of) {
    int count = chunkEnd - firstTile;
    int to = firstTile + (int) ((long) (part + 1) * count / of);
    for (int t = firstTile + (int) ((long) part * count / of); t < to; t++) {
      int first = t * HEIGHT;
      int height = MicroKernel.tileRows(positions - first);
      int rows = Math.min(height, positions - first);
      int target = unfolded + (t - firstTile) * tileStride;
      if (channelsFirst) {
        unfoldPlanes(first, rows, height, target, part * (HEIGHT + 1));
        continue;
      }
      int run = windows.run();
      for (int r = 0; r < shape.kernelHeight(); r++) {
        Packing.interleaveAt(
            image,
            imageOffset + r * windows.rowStride(),
            windows.positions(),
            first,
            rows,
            run,
            workspace,
            target + r * run * height,
            height);
      }
    }
  }

  /** Positions side by side are runs of a plane. */
  private void unfoldPlanes(int first, int rows, int height, int target, int firstRun) {
    int runs = places.positionRuns(first, rows, runSources, runTargets, firstRun);
    Packing.gatherRuns(
        image,
        imageOffset,
        tapOffsets,
        0,
        taps,
        runSources,
        runTargets,
        firstRun,
        runs,
        workspace,
        target,
        height);
  }

  private void packPanels(int part, int of) {
    int to = (int) ((long) (part + 1) * panels / of);
    for (int p = (int) ((long) part * panels / of); p < to; p++) {
      packPanel(p);
    }
  }

  /** Turns some output channels of the filter into a panel. */
  private void packPanel(int panel) {
    int first = panel * WIDTH;
    int columns = Math.min(WIDTH, outputs - first);
    int width = MicroKernel.panelColumns(outputs - first);
    for (int tap = 0; tap < taps; tap += WIDTH) {
      Packing.interleaveRows(
          w,
          wOffset + tap * outputs + first * WIDTH,
          WIDTH,
          columns,
          Math.min(WIDTH, taps - tap),
          workspace,
          panel(panel) + tap * width,
          width);
    }
  }

  private void compute(int part, int of) {
    int from = (int) ((long) part * panels * ranges / of);
    int to = (int) ((long) (part + 1) * panels * ranges / of);
    for (int unit = from; unit < to; unit++) {
      int panel = unit / ranges;
      int range = unit % ranges;
      if (!keepsPanels) {
        packPanel(panel);
      }
      int count = chunkEnd - firstTile;
      multiply(
          panel,
          firstTile + (int) ((long) range * count / ranges),
          firstTile + (int) ((long) (range + 1) * count / ranges),
          own(part));
    }
  }

  /** The activation of a share of the chunk, once all its channels are there. */
  private void activate(int part, int of) {
    int from = firstTile * HEIGHT;
    int count = Math.min(positions, chunkEnd * HEIGHT) - from;
    int first = from + (int) ((long) part * count / of);
    int end = from + (int) ((long) (part + 1) * count / of);
    epilogue.apply(y, yOffset + first * outputs, (end - first) * outputs, 0);
  }

  /** A panel of output channels at the positions of some tiles. */
  private void multiply(int panel, int fromTile, int toTile, int own) {
    int first = panel * WIDTH;
    int columns = Math.min(WIDTH, outputs - first);
    int width = MicroKernel.panelColumns(outputs - first);
    int tile = own + HEIGHT * WIDTH;
    float[] biases = bias;
    if (biases != null) {
      for (int i = 0; i < HEIGHT * width; i++) {
        int column = i % width;
        workspace[own + i] = column < columns ? biases[biasOffset + first + column] : 0;
      }
    }
    for (int t = fromTile; t < toTile; t++) {
      int position = t * HEIGHT;
      int height = MicroKernel.tileRows(positions - position);
      int rows = Math.min(height, positions - position);
      int unfoldedTile = unfolded + (t - firstTile) * tileStride;
      int target = yOffset + position * outputs + first;
      if (biases != null) {
        System.arraycopy(workspace, own, workspace, tile, height * width);
      }
      MicroKernel.multiply(
          width,
          height,
          taps,
          workspace,
          unfoldedTile,
          workspace,
          panel(panel),
          workspace,
          tile,
          width,
          biases != null);
      Packing.copyTile(workspace, tile, width, rows, columns, y, target, outputs);
    }
  }
}
