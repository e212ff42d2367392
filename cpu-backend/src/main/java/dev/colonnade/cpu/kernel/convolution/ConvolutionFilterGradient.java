// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.gemm.BlockedGemm;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;

/**
 * A plan for the gradient of a convolution with respect to its filter: dw from x and dy.
 *
 * <p>It is the matrix product dy x transposed unfolded image, summed over the positions of the
 * whole batch. Threads divide the taps; where the filter is small and the batch long, the positions
 * are cut into slices instead (their number depends on the shape alone), whose sums are then added
 * in order. Either way the result does not depend on the number of threads.
 *
 * <p>A plan holds no results, but it is run by one thread at a time.
 */
public final class ConvolutionFilterGradient {

  private static final float[] NOTHING = {};
  private static final int WIDTH = MicroKernel.COLUMNS;
  private static final int ROW_BLOCK = 240;
  private static final int COLUMN_BLOCK = 512;
  private static final int MAX_SLICES = 16;
  private static final int SLICE_POSITIONS = 2048;

  /** Room for the runs of a panel and the end of the last. */
  private static final int RUNS = WIDTH + 1;

  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final WorkerTeam team;
  private final Unfolding unfolding;
  private final int groupRows;
  private final int taps;
  private final int depth;
  private final int slices;
  private final int depthBlock;
  private final int rowBlock;
  private final int columnBlock;
  private final int parts;
  private final int partWorkspace;
  private final int sliceSize;
  private final int[] runSources;
  private final int[] runTargets;
  private final Task pad = this::pad;
  private final Task compute = this::compute;
  private final Task sum = this::sumSlices;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] image = NOTHING;
  private int imageOffset;
  private float[] dy = NOTHING;
  private int dyOffset;
  private float[] dw = NOTHING;
  private int dwOffset;
  private float[] workspace = NOTHING;
  private int firstSlice;
  private int firstPart;

  /**
   * Plans filter gradients of one shape for a team.
   *
   * @param shape the sizes of the convolution
   * @param team the threads that share the work
   */
  public ConvolutionFilterGradient(ConvolutionShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    unfolding = new Unfolding(shape);
    groupRows = shape.outputChannels() / shape.groups();
    taps = shape.filterSize();
    depth = Math.multiplyExact(shape.batch(), shape.outputPositions());
    int panels = Math.ceilDiv(taps, WIDTH);
    slices =
        panels < MAX_SLICES && depth >= 2 * SLICE_POSITIONS
            ? Math.min(MAX_SLICES, depth / SLICE_POSITIONS)
            : 1;
    depthBlock = BlockedGemm.depthBlock(Math.ceilDiv(depth, slices));
    rowBlock = Math.min(ROW_BLOCK, MicroKernel.paddedRows(groupRows));
    columnBlock = Math.min(COLUMN_BLOCK, panels * WIDTH);
    long members = Math.min(team.size(), shape.multiplyAdds() / WORTH_A_THREAD);
    parts = (int) Math.max(1, Math.min(members, slices > 1 ? slices : panels));
    partWorkspace =
        Simd.roundUp(
            depthBlock * (rowBlock + columnBlock)
                + MicroKernel.MAX_ROWS * WIDTH
                + 2 * Packing.SLACK,
            16);
    sliceSize = slices > 1 ? shape.filterElements() : 0;
    runSources = new int[RUNS * parts];
    runTargets = new int[RUNS * parts];
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.addExact(
        Math.addExact(Padding.workspaceSize(shape), Math.multiplyExact(sliceSize, slices)),
        Math.multiplyExact(partWorkspace, parts));
  }

  /**
   * Computes the gradient.
   *
   * @param x input, N x C x H x W
   * @param dy gradient of the output, N x O x OH x OW
   * @param dw receives the gradient of the filter, O x C/groups x KH x KW; must not overlap the
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
    if (depth == 0) {
      Arrays.fill(dw, dwOffset, dwOffset + shape.filterElements(), 0f);
      return;
    }
    this.x = x;
    this.xOffset = xOffset;
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.dw = dw;
    this.dwOffset = dwOffset;
    this.workspace = workspace;
    image = shape.padded() ? workspace : x;
    imageOffset = shape.padded() ? workspaceOffset : xOffset;
    firstSlice = workspaceOffset + Padding.workspaceSize(shape);
    firstPart = firstSlice + sliceSize * slices;
    try {
      if (shape.padded()) {
        team.run(parts, pad);
      }
      team.run(parts, compute);
      if (slices > 1) {
        team.run(parts, sum);
      }
    } finally {
      this.x = NOTHING;
      this.image = NOTHING;
      this.dy = NOTHING;
      this.dw = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private void pad(int part, int of) {
    int planes = shape.batch() * shape.inputChannels();
    int from = (int) ((long) part * planes / of);
    int to = (int) ((long) (part + 1) * planes / of);
    Padding.pad(shape, from, to, x, xOffset, workspace, imageOffset);
  }

  private void sumSlices(int part, int of) {
    int from = (int) ((long) part * sliceSize / of);
    int to = (int) ((long) (part + 1) * sliceSize / of);
    for (int i = from; i < to; i++) {
      float total = workspace[firstSlice + i];
      for (int slice = 1; slice < slices; slice++) {
        total += workspace[firstSlice + slice * sliceSize + i];
      }
      dw[dwOffset + i] = total;
    }
  }

  private void compute(int part, int of) {
    if (slices > 1) {
      int from = (int) ((long) part * slices / of);
      int to = (int) ((long) (part + 1) * slices / of);
      for (int slice = from; slice < to; slice++) {
        int positionFrom = (int) ((long) slice * depth / slices);
        int positionTo = (int) ((long) (slice + 1) * depth / slices);
        int target = firstSlice + slice * sliceSize;
        computeTaps(part, 0, taps, positionFrom, positionTo, workspace, target);
      }
    } else {
      int panels = Math.ceilDiv(taps, WIDTH);
      int from = (int) ((long) part * panels / of) * WIDTH;
      int to = Math.min(taps, (int) ((long) (part + 1) * panels / of) * WIDTH);
      computeTaps(part, from, to, 0, depth, dw, dwOffset);
    }
  }

  private void computeTaps(
      int part,
      int tapFrom,
      int tapTo,
      int positionFrom,
      int positionTo,
      float[] target,
      int targetOffset) {
    int packedGradient = firstPart + part * partWorkspace;
    int packedImage = packedGradient + depthBlock * rowBlock + Packing.SLACK;
    int tile = packedImage + depthBlock * columnBlock + Packing.SLACK;
    for (int group = 0; group < shape.groups(); group++) {
      int c = targetOffset + group * groupRows * taps;
      for (int jc = tapFrom; jc < tapTo; jc += columnBlock) {
        int columns = Math.min(columnBlock, tapTo - jc);
        for (int pc = positionFrom; pc < positionTo; pc += depthBlock) {
          int length = Math.min(depthBlock, positionTo - pc);
          packImage(part, group, jc, columns, pc, length, packedImage);
          for (int ic = 0; ic < groupRows; ic += rowBlock) {
            int rows = Math.min(rowBlock, groupRows - ic);
            packGradient(group, ic, rows, pc, length, packedGradient);
            BlockedGemm.multiplyBlock(
                rows,
                columns,
                length,
                workspace,
                packedGradient,
                workspace,
                packedImage,
                target,
                c + ic * taps + jc,
                taps,
                pc > positionFrom,
                workspace,
                tile);
          }
        }
      }
    }
  }

  /** Packs the unfolded image, taps along the panels and positions along the depth. */
  private void packImage(int part, int group, int jc, int columns, int pc, int length, int target) {
    int positions = shape.outputPositions();
    int at = part * RUNS;
    for (int j = 0; j < columns; j += WIDTH) {
      int panelColumns = Math.min(WIDTH, columns - j);
      int runs = unfolding.tapRuns(jc + j, panelColumns, runSources, runTargets, at);
      int panel = target + j * length;
      int n = pc / positions;
      int p = pc - n * positions;
      for (int done = 0; done < length; ) {
        int piece = Math.min(length - done, positions - p);
        Packing.gatherRuns(
            image,
            imageOffset + n * unfolding.imageSize() + group * unfolding.groupSize(),
            unfolding.positionOffsets(),
            p,
            piece,
            runSources,
            runTargets,
            at,
            runs,
            workspace,
            panel + done * WIDTH,
            WIDTH);
        done += piece;
        p = 0;
        n++;
      }
    }
  }

  /** Packs dy, channels along the panels and positions along the depth. */
  private void packGradient(int group, int ic, int rows, int pc, int length, int target) {
    int positions = shape.outputPositions();
    for (int i = 0; i < rows; i += MicroKernel.MAX_ROWS) {
      int tileRows = Math.min(MicroKernel.MAX_ROWS, rows - i);
      int width = MicroKernel.tileRows(rows - i);
      int panel = target + i * length;
      int n = pc / positions;
      int p = pc - n * positions;
      for (int done = 0; done < length; ) {
        int piece = Math.min(length - done, positions - p);
        int channel = n * shape.outputChannels() + group * groupRows + ic + i;
        Packing.interleave(
            dy,
            dyOffset + channel * positions + p,
            positions,
            tileRows,
            piece,
            workspace,
            panel + done * width,
            width);
        done += piece;
        p = 0;
        n++;
      }
    }
  }
}
