// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.elementwise.Activation;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolution of blocks of images, y = activation(convolution(x, w) + bias), and the gradient of
 * its input.
 *
 * <p>For each output position and each row of the filter, the pixels under that row, with all their
 * channels, are a packed panel as they lie in x: nothing is unfolded. Where such a row is short
 * (few channels), the rows are first copied to one panel. Taps in the padding are not computed. The
 * order of summation does not depend on the number of threads.
 *
 * <p>A plan holds no results, but it is run by one thread at a time.
 */
public final class BatchedConvolution {
  private static final float[] NOTHING = {};
  private static final int BLOCK = MicroKernel.COLUMNS;

  /** Products in a filter's row below which the rows are copied to one panel. */
  private static final int SHORT_ROW = 48;

  private static final int PARTS_PER_MEMBER = 4;
  private static final long WORTH_A_THREAD = 200_000;

  private final SlidingShape shape;
  private final Epilogue epilogue;
  private final WorkerTeam team;
  private final boolean gathers;
  private final int parts;
  private final int tileSize;
  private final int packedSize;
  private final int spreadBiasSize;
  private final int panelSize;
  private final int partWorkspace;
  private final Task prepare = this::prepare;
  private final Task compute = this::compute;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] w = NOTHING;
  private int wOffset;
  private float @Nullable [] bias;
  private int biasOffset;
  private float[] y = NOTHING;
  private int yOffset;
  private float[] workspace = NOTHING;
  private int packed;

  private BatchedConvolution(SlidingShape shape, Epilogue epilogue, WorkerTeam team) {
    this.shape = shape;
    this.epilogue = epilogue;
    this.team = team;
    gathers = shape.filterHeight() > 1 && shape.filterWidth() * shape.inputs() < SHORT_ROW;
    int positions = Math.multiplyExact(shape.blocks(), shape.outputPositions());
    long work = (long) positions * BLOCK * shape.outputs() * shape.depth();
    int members = (int) Math.max(1, Math.min(team.size(), work / WORTH_A_THREAD));
    parts = members == 1 ? 1 : Math.min(positions, members * PARTS_PER_MEMBER);
    tileSize =
        Simd.roundUp(Math.multiplyExact(MicroKernel.MAX_ROWS, shape.depth()) + Packing.SLACK, 16);
    packedSize = Math.multiplyExact(Math.ceilDiv(shape.outputs(), MicroKernel.MAX_ROWS), tileSize);
    spreadBiasSize = MicroKernel.paddedRows(shape.outputs()) * BLOCK;
    panelSize = gathers ? shape.depth() * BLOCK : 0;
    partWorkspace = panelSize + MicroKernel.MAX_ROWS * BLOCK;
  }

  /** Plans y = activation(convolution(x, w) + bias). */
  public static BatchedConvolution forward(
      ConvolutionShape shape, Epilogue epilogue, WorkerTeam team) {
    return new BatchedConvolution(SlidingShape.forward(shape), epilogue, team);
  }

  /** Plans the gradient of the input, of a convolution with stride 1. */
  public static BatchedConvolution inputGradient(ConvolutionShape shape, WorkerTeam team) {
    return new BatchedConvolution(SlidingShape.inputGradient(shape), Epilogue.IDENTITY, team);
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.addExact(
        Math.addExact(Simd.roundUp(packedSize, 16), spreadBiasSize),
        Math.multiplyExact(partWorkspace, parts));
  }

  /**
   * Computes it.
   *
   * @param x what is read, [blocks, height, width, inputs, block]
   * @param w the filter of the forward convolution in {@link FilterPanels}
   * @param bias a number for each output channel, or null for none
   * @param y what is written, [blocks, outHeight, outWidth, outputs, block]
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
    packed = workspaceOffset;
    try {
      team.run(packedSize < 50_000 ? 1 : team.size(), prepare);
      team.run(parts, compute);
    } finally {
      this.x = NOTHING;
      this.w = NOTHING;
      this.bias = null;
      this.y = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private int spreadBias() {
    return packed + Simd.roundUp(packedSize, 16);
  }

  /** Packs a share of the filter's tiles, in the order in which the taps lie in x. */
  private void prepare(int part, int of) {
    int outputs = shape.outputs();
    int tiles = Math.ceilDiv(outputs, MicroKernel.MAX_ROWS);
    int from = (int) ((long) part * tiles / of);
    int to = (int) ((long) (part + 1) * tiles / of);
    for (int tile = from; tile < to; tile++) {
      int row = tile * MicroKernel.MAX_ROWS;
      packTile(row, MicroKernel.tileRows(outputs - row));
    }
    if (bias != null && part == 0) {
      for (int k = 0; k < outputs; k++) {
        int at = spreadBias() + k * BLOCK;
        Arrays.fill(workspace, at, at + BLOCK, bias[biasOffset + k]);
      }
    }
  }

  private void packTile(int firstOutput, int tileRows) {
    int rows = Math.min(tileRows, shape.outputs() - firstOutput);
    int to = packed + firstOutput / MicroKernel.MAX_ROWS * tileSize;
    if (shape.backward()) {
      for (int r = 0; r < shape.filterHeight(); r++) {
        for (int s = 0; s < shape.filterWidth(); s++) {
          packTap(shape.tap(r, s) * shape.outputs() + firstOutput, rows, to, tileRows);
          to += shape.inputs() * tileRows;
        }
      }
      return;
    }
    for (int tap = 0; tap < shape.depth(); tap += BLOCK) {
      Packing.interleaveRows(
          w,
          wOffset + tap * shape.outputs() + firstOutput * BLOCK,
          BLOCK,
          rows,
          Math.min(BLOCK, shape.depth() - tap),
          workspace,
          to + tap * tileRows,
          tileRows);
    }
  }

  /** Packs some neighbouring taps of all filters, turned round: a row for each filter. */
  private void packTap(int firstTap, int rows, int to, int tileRows) {
    int filters = shape.inputs();
    for (int done = 0; done < rows; ) {
      int column = (firstTap + done) % BLOCK;
      int from = wOffset + (firstTap + done) / BLOCK * filters * BLOCK + column;
      int count = Math.min(rows - done, BLOCK - column);
      for (int filter = 0; filter < filters; filter++) {
        for (int i = 0; i < count; i++) {
          workspace[to + filter * tileRows + done + i] = w[from + filter * BLOCK + i];
        }
      }
      done += count;
    }
    for (int filter = 0; filter < filters; filter++) {
      for (int i = rows; i < tileRows; i++) {
        workspace[to + filter * tileRows + i] = 0;
      }
    }
  }

  /** A share of the positions; activation row by row, while they are in cache. */
  private void compute(int part, int of) {
    int positions = shape.blocks() * shape.outputPositions();
    int from = (int) ((long) part * positions / of);
    int to = (int) ((long) (part + 1) * positions / of);
    int own = spreadBias() + spreadBiasSize + part * partWorkspace;
    int pixel = shape.outputs() * BLOCK;
    boolean activates = epilogue.activation() != Activation.IDENTITY;
    int begun = from;
    for (int position = from; position < to; position++) {
      position(position, own);
      boolean rowEnds = (position + 1) % shape.outWidth() == 0 || position + 1 == to;
      if (activates && rowEnds) {
        epilogue.apply(y, yOffset + begun * pixel, (position + 1 - begun) * pixel, 0);
        begun = position + 1;
      }
    }
  }

  private void position(int position, int own) {
    int row = position / shape.outWidth();
    int block = row / shape.outHeight();
    int top = row % shape.outHeight() * shape.strideHeight() - shape.padTop();
    int left = position % shape.outWidth() * shape.strideWidth() - shape.padLeft();
    if (gathers) {
      gather(block, top, left, own);
    }
    int outputs = shape.outputs();
    int target = yOffset + position * outputs * BLOCK;
    for (int k = 0; k < outputs; k += MicroKernel.MAX_ROWS) {
      int height = MicroKernel.tileRows(outputs - k);
      int rows = Math.min(height, outputs - k);
      if (rows == height) {
        tile(k, height, block, top, left, own, y, target + k * BLOCK);
      } else {
        int tile = own + panelSize;
        tile(k, height, block, top, left, own, workspace, tile);
        System.arraycopy(workspace, tile, y, target + k * BLOCK, rows * BLOCK);
      }
    }
  }

  /** Some channels of one position: the sum over the filter's rows, from the bias on. */
  private void tile(
      int k, int height, int block, int top, int left, int own, float[] c, int cOffset) {
    boolean begun = bias != null;
    if (begun) {
      System.arraycopy(workspace, spreadBias() + k * BLOCK, c, cOffset, height * BLOCK);
    }
    int a = packed + k / MicroKernel.MAX_ROWS * tileSize;
    if (gathers) {
      MicroKernel.multiply(
          height, shape.depth(), workspace, a, workspace, own, c, cOffset, BLOCK, begun);
      return;
    }
    int firstColumn = Math.max(0, -left);
    int columns = Math.min(shape.filterWidth(), shape.width() - left) - firstColumn;
    int firstRow = Math.max(0, -top);
    int endRow = Math.min(shape.filterHeight(), shape.height() - top);
    if (columns > 0) {
      int inputs = shape.inputs();
      for (int r = firstRow; r < endRow; r++) {
        MicroKernel.multiply(
            height,
            columns * inputs,
            workspace,
            a + (r * shape.filterWidth() + firstColumn) * inputs * height,
            x,
            pixel(block, top + r, left + firstColumn),
            c,
            cOffset,
            BLOCK,
            begun);
        begun = true;
      }
    }
    if (!begun) {
      Arrays.fill(c, cOffset, cOffset + height * BLOCK, 0f);
    }
  }

  private int pixel(int block, int row, int column) {
    return xOffset
        + ((block * shape.height() + row) * shape.width() + column) * shape.inputs() * BLOCK;
  }

  /** Copies the pixels under the filter to one panel, zeros where they are padding. */
  private void gather(int block, int top, int left, int own) {
    int pixelSize = shape.inputs() * BLOCK;
    int rowSize = shape.filterWidth() * pixelSize;
    int before = Math.max(0, -left) * pixelSize;
    int end = Math.max(before, Math.min(shape.filterWidth(), shape.width() - left) * pixelSize);
    for (int r = 0; r < shape.filterHeight(); r++) {
      int to = own + r * rowSize;
      int row = top + r;
      if (row < 0 || row >= shape.height() || before == end) {
        Arrays.fill(workspace, to, to + rowSize, 0f);
        continue;
      }
      Arrays.fill(workspace, to, to + before, 0f);
      System.arraycopy(x, pixel(block, row, left) + before, workspace, to + before, end - before);
      Arrays.fill(workspace, to + end, to + rowSize, 0f);
    }
  }
}
