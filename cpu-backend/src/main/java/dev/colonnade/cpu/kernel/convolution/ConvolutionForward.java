// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.elementwise.Activation;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.kernel.gemm.BlockedGemm;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import org.jspecify.annotations.Nullable;

/**
 * A plan for y = activation(convolution(x, w) + bias) of one shape.
 *
 * <p>It is the matrix product filter x unfolded image, where the image is unfolded panel by panel
 * while it is packed. The columns are the output positions of the whole batch, so that a small
 * image wastes no tile. Each output element has one order of summation: the result does not depend
 * on the number of threads.
 *
 * <p>A plan holds no results, but it is run by one thread at a time.
 */
public final class ConvolutionForward {

  private static final float[] NOTHING = {};
  private static final int WIDTH = MicroKernel.COLUMNS;

  /** Room for the runs of a panel and the end of the last. */
  private static final int RUNS = WIDTH + 1;

  private static final int ROW_BLOCK = 240;
  private static final int MAX_CHUNK = 512;
  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final Epilogue epilogue;
  private final WorkerTeam team;
  private final Unfolding unfolding;
  private final int groupRows;
  private final int paddedRows;
  private final int depth;
  private final int depthBlock;
  private final int columns;
  private final int chunk;
  private final int rowParts;
  private final int columnParts;
  private final int packedFilterSize;
  private final int partWorkspace;
  private final int[] runSources;
  private final int[] runTargets;
  private final Task prepare = this::prepare;
  private final Task compute = this::compute;

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
  private int packedFilter;
  private int firstPart;

  /**
   * Plans convolutions of one shape for a team.
   *
   * @param shape the sizes
   * @param epilogue the activation; {@link Epilogue#IDENTITY} for none
   * @param team the threads that share the work
   */
  public ConvolutionForward(ConvolutionShape shape, Epilogue epilogue, WorkerTeam team) {
    this.shape = shape;
    this.epilogue = epilogue;
    this.team = team;
    unfolding = new Unfolding(shape);
    groupRows = shape.outputChannels() / shape.groups();
    paddedRows = MicroKernel.paddedRows(groupRows);
    depth = shape.filterSize();
    depthBlock = BlockedGemm.depthBlock(depth);
    columns = Math.multiplyExact(shape.batch(), shape.outputPositions());
    int members = (int) Math.max(1, Math.min(team.size(), shape.multiplyAdds() / WORTH_A_THREAD));
    int panels = Math.max(1, Math.ceilDiv(columns, WIDTH));
    int tiles = Math.ceilDiv(groupRows, MicroKernel.MAX_ROWS);
    // Columns first: dividing rows unfolds the same panel more than once.
    columnParts = Math.min(members, panels);
    rowParts = panels >= 4 * members ? 1 : Math.max(1, Math.min(members / columnParts, tiles));
    chunk = Math.min(MAX_CHUNK, Math.ceilDiv(panels, columnParts) * WIDTH);
    packedFilterSize =
        Simd.roundUp(
            Math.addExact(
                Math.multiplyExact(Math.multiplyExact(paddedRows, depth), shape.groups()),
                Packing.SLACK),
            16);
    partWorkspace =
        Simd.roundUp(depthBlock * chunk + MicroKernel.MAX_ROWS * WIDTH + 2 * Packing.SLACK, 16);
    runSources = new int[RUNS * rowParts * columnParts];
    runTargets = new int[RUNS * rowParts * columnParts];
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.addExact(
        Math.addExact(Padding.workspaceSize(shape), packedFilterSize),
        Math.multiplyExact(partWorkspace, rowParts * columnParts));
  }

  /**
   * Computes the convolution.
   *
   * @param x input, N x C x H x W
   * @param w filter, O x C/groups x KH x KW
   * @param bias O numbers, or null for none
   * @param y output, N x O x OH x OW; must not overlap the others
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
    if (columns == 0) {
      return;
    }
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
    packedFilter = workspaceOffset + Padding.workspaceSize(shape);
    firstPart = packedFilter + packedFilterSize;
    try {
      boolean small = packedFilterSize + shape.inputSize() < 100_000;
      team.run(small ? 1 : team.size(), prepare);
      team.run(rowParts * columnParts, compute);
    } finally {
      this.x = NOTHING;
      this.image = NOTHING;
      this.w = NOTHING;
      this.bias = null;
      this.y = NOTHING;
      this.workspace = NOTHING;
    }
  }

  /** Pads a share of the images and packs a share of the filter's tiles. */
  private void prepare(int part, int parts) {
    if (shape.padded()) {
      int planes = shape.batch() * shape.inputChannels();
      int from = (int) ((long) part * planes / parts);
      int to = (int) ((long) (part + 1) * planes / parts);
      Padding.pad(shape, from, to, x, xOffset, workspace, imageOffset);
    }
    int tiles = Math.ceilDiv(groupRows, MicroKernel.MAX_ROWS);
    int units = tiles * shape.groups();
    int from = (int) ((long) part * units / parts);
    int to = (int) ((long) (part + 1) * units / parts);
    for (int unit = from; unit < to; unit++) {
      int group = unit / tiles;
      int row = unit % tiles * MicroKernel.MAX_ROWS;
      int width = MicroKernel.tileRows(groupRows - row);
      int source = wOffset + (group * groupRows + row) * depth;
      int rows = Math.min(MicroKernel.MAX_ROWS, groupRows - row);
      for (int pc = 0; pc < depth; pc += depthBlock) {
        int blockDepth = Math.min(depthBlock, depth - pc);
        int target = packedFilter + group * paddedRows * depth + paddedRows * pc + row * blockDepth;
        Packing.interleave(w, source + pc, depth, rows, blockDepth, workspace, target, width);
      }
    }
  }

  private void compute(int part, int parts) {
    int columnPart = part % columnParts;
    int rowPart = part / columnParts;
    int panels = Math.ceilDiv(columns, WIDTH);
    int tiles = Math.ceilDiv(groupRows, MicroKernel.MAX_ROWS);
    int columnFrom = (int) ((long) columnPart * panels / columnParts) * WIDTH;
    int columnTo =
        Math.min(columns, (int) ((long) (columnPart + 1) * panels / columnParts) * WIDTH);
    int rowFrom = (int) ((long) rowPart * tiles / rowParts) * MicroKernel.MAX_ROWS;
    int rowTo =
        Math.min(groupRows, (int) ((long) (rowPart + 1) * tiles / rowParts) * MicroKernel.MAX_ROWS);
    int packed = firstPart + part * partWorkspace;
    for (int group = 0; group < shape.groups(); group++) {
      for (int from = columnFrom; from < columnTo; from += chunk) {
        computeChunk(part, group, rowFrom, rowTo, from, Math.min(chunk, columnTo - from), packed);
      }
    }
  }

  /** Output positions {@code from} to {@code from + length - 1} of some rows of a group. */
  private void computeChunk(
      int part, int group, int rowFrom, int rowTo, int from, int length, int packed) {
    int tile = packed + depthBlock * chunk + Packing.SLACK;
    int source = imageOffset + group * unfolding.groupSize();
    int firstRun = part * RUNS;
    for (int pc = 0; pc < depth; pc += depthBlock) {
      int blockDepth = Math.min(depthBlock, depth - pc);
      for (int j = 0; j < length; j += WIDTH) {
        int panelColumns = Math.min(WIDTH, length - j);
        int runs = unfolding.positionRuns(from + j, panelColumns, runSources, runTargets, firstRun);
        Packing.gatherRuns(
            image,
            source,
            unfolding.tapOffsets(),
            pc,
            blockDepth,
            runSources,
            runTargets,
            firstRun,
            runs,
            workspace,
            packed + j * blockDepth,
            WIDTH);
      }
      int filter = packedFilter + group * paddedRows * depth + paddedRows * pc;
      for (int ic = rowFrom; ic < rowTo; ic += ROW_BLOCK) {
        int rowEnd = Math.min(rowTo, ic + ROW_BLOCK);
        for (int j = 0; j < length; j += WIDTH) {
          int panel = packed + j * blockDepth;
          multiplyPanel(group, ic, rowEnd, from + j, blockDepth, filter, panel, tile, pc > 0);
        }
      }
    }
    finishChunk(group, rowFrom, rowTo, from, length);
  }

  /** One panel of output positions times the rows of a block; a panel may reach over images. */
  private void multiplyPanel(
      int group,
      int rowFrom,
      int rowTo,
      int position,
      int blockDepth,
      int filter,
      int panel,
      int tile,
      boolean accumulate) {
    int positions = shape.outputPositions();
    int n = position / positions;
    int p = position - n * positions;
    int panelColumns = Math.min(WIDTH, columns - position);
    boolean inOneImage = p + WIDTH <= positions;
    for (int i = rowFrom; i < rowTo; i += MicroKernel.MAX_ROWS) {
      int height = MicroKernel.tileRows(groupRows - i);
      int rows = Math.min(height, groupRows - i);
      int channel = group * groupRows + i;
      int a = filter + i * blockDepth;
      if (inOneImage && rows == height) {
        int target = yOffset + (n * shape.outputChannels() + channel) * positions + p;
        MicroKernel.multiply(
            height, blockDepth, workspace, a, workspace, panel, y, target, positions, accumulate);
      } else {
        MicroKernel.multiply(
            height, blockDepth, workspace, a, workspace, panel, workspace, tile, WIDTH, false);
        storePieces(tile, rows, panelColumns, n, p, channel, accumulate);
      }
    }
  }

  /** Stores a tile image by image. */
  private void storePieces(
      int tile, int rows, int tileColumns, int image, int position, int channel, boolean add) {
    int positions = shape.outputPositions();
    int n = image;
    int p = position;
    for (int j = 0; j < tileColumns; ) {
      int length = Math.min(tileColumns - j, positions - p);
      int target = yOffset + (n * shape.outputChannels() + channel) * positions + p;
      Packing.storeTile(workspace, tile + j, rows, length, y, target, positions, add);
      j += length;
      p = 0;
      n++;
    }
  }

  /** Bias and activation, image by image, while the chunk is in cache. */
  private void finishChunk(int group, int rowFrom, int rowTo, int from, int length) {
    if (bias == null && epilogue.activation() == Activation.IDENTITY) {
      return;
    }
    int positions = shape.outputPositions();
    int n = from / positions;
    int p = from - n * positions;
    for (int done = 0; done < length; ) {
      int piece = Math.min(length - done, positions - p);
      for (int i = rowFrom; i < rowTo; i++) {
        int channel = group * groupRows + i;
        float shift = bias == null ? 0 : bias[biasOffset + channel];
        int target = yOffset + (n * shape.outputChannels() + channel) * positions + p;
        epilogue.apply(y, target, piece, shift);
      }
      done += piece;
      p = 0;
      n++;
    }
  }
}
