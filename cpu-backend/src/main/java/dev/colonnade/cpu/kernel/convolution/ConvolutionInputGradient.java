// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * A plan for the gradient of a convolution with respect to its input: dx from dy and w.
 *
 * <p>It is the matrix product transposed filter x dy, whose tiles are added to the image where the
 * taps lie (col2im) while they are in cache. With stride 1 the output positions are counted along
 * the rows of the padded input, dy with gaps of zeros, so that a tile's row lands on consecutive
 * elements. The unit of work is a block of channels of one image, chosen by shape alone: the order
 * of each sum, and so the result, does not depend on the number of threads.
 *
 * <p>A plan holds no results, but it is run by one thread at a time.
 */
public final class ConvolutionInputGradient {

  private static final float[] NOTHING = {};
  private static final int WIDTH = MicroKernel.COLUMNS;
  private static final int LANES = Simd.LANES;
  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final WorkerTeam team;
  private final Unfolding unfolding;
  private final boolean wide;
  private final int depth;
  private final int taps;
  private final int groupChannels;
  private final int blockChannels;
  private final int blocks;
  private final int paddedBlockRows;
  private final int positions;
  private final int paddedPositions;

  /** With stride 1: all bits set where a position counted along the padded rows is an output. */
  private final int[] laneMask;

  private final int plane;
  private final int packedFilterSize;
  private final int packedGradientSize;
  private final int partWorkspace;
  private final int parts;
  private final Task prepare = this::packFilter;
  private final Task compute = this::compute;

  private float[] dy = NOTHING;
  private int dyOffset;
  private float[] w = NOTHING;
  private int wOffset;
  private float[] dx = NOTHING;
  private int dxOffset;
  private float[] workspace = NOTHING;
  private int packedFilter;

  /**
   * Plans input gradients of one shape for a team.
   *
   * @param shape the sizes of the convolution
   * @param team the threads that share the work
   */
  public ConvolutionInputGradient(ConvolutionShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    unfolding = new Unfolding(shape);
    wide = shape.strideHeight() == 1 && shape.strideWidth() == 1;
    depth = shape.outputChannels() / shape.groups();
    taps = shape.kernelHeight() * shape.kernelWidth();
    groupChannels = shape.inputChannels() / shape.groups();
    blockChannels = blockChannels(groupChannels, taps);
    blocks = Math.ceilDiv(groupChannels, blockChannels);
    paddedBlockRows = MicroKernel.paddedRows(blockChannels * taps);
    positions =
        wide
            ? (shape.outputHeight() - 1) * shape.paddedWidth() + shape.outputWidth()
            : shape.outputPositions();
    paddedPositions = MicroKernel.paddedColumns(positions);
    laneMask = wide ? laneMask() : new int[0];
    plane = Math.multiplyExact(shape.paddedHeight(), shape.paddedWidth());
    packedFilterSize =
        Simd.roundUp(
            Math.addExact(
                Math.multiplyExact(
                    Math.multiplyExact(paddedBlockRows, blocks),
                    Math.multiplyExact(depth, shape.groups())),
                Packing.SLACK),
            16);
    packedGradientSize =
        Simd.roundUp(Math.multiplyExact(depth, paddedPositions) + Packing.SLACK, 16);
    // A tile's row may reach past the last element of the last plane.
    int imageSize = Simd.roundUp(Math.multiplyExact(blockChannels, plane) + 2 * WIDTH, 16);
    partWorkspace =
        Math.addExact(Math.addExact(packedGradientSize, imageSize), MicroKernel.MAX_ROWS * WIDTH);
    int units = Math.multiplyExact(shape.batch(), shape.groups() * blocks);
    long members = Math.min(team.size(), shape.multiplyAdds() / WORTH_A_THREAD);
    parts = (int) Math.max(1, Math.min(members, units));
  }

  /** As many channels as fill whole tiles of taps, and about 100 rows. */
  private static int blockChannels(int channels, int taps) {
    int step = 1;
    while (step * taps % MicroKernel.MAX_ROWS != 0) {
      step++;
    }
    int block = Simd.roundUp(Math.max(1, Math.ceilDiv(96, taps)), step);
    return Math.min(block, channels);
  }

  private int[] laneMask() {
    int[] mask = new int[paddedPositions];
    for (int y = 0; y < shape.outputHeight(); y++) {
      int row = y * shape.paddedWidth();
      Arrays.fill(mask, row, row + shape.outputWidth(), -1);
    }
    return mask;
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.addExact(packedFilterSize, Math.multiplyExact(partWorkspace, parts));
  }

  /**
   * Computes the gradient.
   *
   * @param dy gradient of the output, N x O x OH x OW
   * @param w filter, O x C/groups x KH x KW
   * @param dx receives the gradient of the input, N x C x H x W; must not overlap the others
   * @param workspace scratch memory: {@link #workspaceSize} floats from {@code workspaceOffset} on
   */
  public void run(
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset,
      float[] workspace,
      int workspaceOffset) {
    if (shape.batch() == 0) {
      return;
    }
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.w = w;
    this.wOffset = wOffset;
    this.dx = dx;
    this.dxOffset = dxOffset;
    this.workspace = workspace;
    packedFilter = workspaceOffset;
    try {
      team.run(packedFilterSize < 100_000 ? 1 : team.size(), prepare);
      team.run(parts, compute);
    } finally {
      this.dy = NOTHING;
      this.w = NOTHING;
      this.dx = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private int packedBlock(int group, int block) {
    return packedFilter + (group * blocks + block) * paddedBlockRows * depth;
  }

  private int rowsOfBlock(int block) {
    return Math.min(blockChannels, groupChannels - block * blockChannels) * taps;
  }

  private void packFilter(int part, int of) {
    int units = blocks * shape.groups();
    int from = (int) ((long) part * units / of);
    int to = (int) ((long) (part + 1) * units / of);
    int filterSize = shape.filterSize();
    for (int unit = from; unit < to; unit++) {
      int group = unit / blocks;
      int block = unit % blocks;
      int rows = rowsOfBlock(block);
      int source = wOffset + group * depth * filterSize + block * blockChannels * taps;
      int target = packedBlock(group, block);
      for (int i = 0; i < rows; i += MicroKernel.MAX_ROWS) {
        int width = MicroKernel.tileRows(rows - i);
        int tileRows = Math.min(MicroKernel.MAX_ROWS, rows - i);
        boolean last = i + MicroKernel.MAX_ROWS >= rows;
        if (last && unit == to - 1) {
          // Nothing may be written behind the last tile of a share: another thread's tile is there.
          packExactly(source + i, filterSize, tileRows, target + i * depth, width);
        } else {
          Packing.copyRows(
              w, source + i, filterSize, tileRows, depth, workspace, target + i * depth, width);
        }
      }
    }
  }

  private void packExactly(int source, int rowStride, int columns, int target, int width) {
    for (int p = 0; p < depth; p++) {
      for (int j = 0; j < width; j++) {
        workspace[target + p * width + j] = j < columns ? w[source + p * rowStride + j] : 0;
      }
    }
  }

  private void compute(int part, int of) {
    int units = shape.batch() * shape.groups() * blocks;
    int from = (int) ((long) part * units / of);
    int to = (int) ((long) (part + 1) * units / of);
    int packedGradient = packedFilter + packedFilterSize + part * partWorkspace;
    int tile = packedGradient + packedGradientSize;
    int image = tile + MicroKernel.MAX_ROWS * WIDTH;
    int packed = -1;
    for (int unit = from; unit < to; unit++) {
      int block = unit % blocks;
      int group = unit / blocks % shape.groups();
      int n = unit / blocks / shape.groups();
      if (packed != unit / blocks) {
        packGradient(n, group, packedGradient);
        packed = unit / blocks;
      }
      int channels = rowsOfBlock(block) / taps;
      Arrays.fill(workspace, image, image + channels * plane, 0f);
      multiply(group, block, packedGradient, tile, image);
      crop(n, group * groupChannels + block * blockChannels, channels, image);
    }
  }

  /** Packs a group of an image of dy into panels; in wide form with zeros in the gaps. */
  private void packGradient(int n, int group, int target) {
    int source = dyOffset + (n * shape.outputChannels() + group * depth) * shape.outputPositions();
    if (!wide) {
      for (int j = 0; j < positions; j += WIDTH) {
        int columns = Math.min(WIDTH, positions - j);
        Packing.copyRows(
            dy, source + j, positions, columns, depth, workspace, target + j * depth, WIDTH);
      }
      return;
    }
    Arrays.fill(workspace, target, target + depth * paddedPositions, 0f);
    int width = shape.outputWidth();
    for (int y = 0; y < shape.outputHeight(); y++) {
      int column = y * shape.paddedWidth();
      for (int x = 0; x < width; ) {
        int inPanel = (column + x) % WIDTH;
        int length = Math.min(width - x, WIDTH - inPanel);
        int to = target + (column + x - inPanel) * depth + inPanel;
        int from = source + y * width + x;
        for (int o = 0; o < depth; o++) {
          for (int i = 0; i < length; i++) {
            workspace[to + i] = dy[from + i];
          }
          to += WIDTH;
          from += shape.outputPositions();
        }
        x += length;
      }
    }
  }

  private void multiply(int group, int block, int packedGradient, int tile, int image) {
    int rows = rowsOfBlock(block);
    int filter = packedBlock(group, block);
    int[] offsets = unfolding.tapOffsets();
    for (int j = 0; j < positions; j += WIDTH) {
      int panel = packedGradient + j * depth;
      for (int i = 0; i < rows; i += MicroKernel.MAX_ROWS) {
        int height = MicroKernel.tileRows(rows - i);
        int tileRows = Math.min(MicroKernel.MAX_ROWS, rows - i);
        MicroKernel.multiply(
            height,
            depth,
            workspace,
            filter + i * depth,
            workspace,
            panel,
            workspace,
            tile,
            WIDTH,
            false);
        if (wide) {
          addRows(offsets, i, tileRows, tile, laneMask, j, workspace, image + j);
        } else {
          addScattered(offsets, i, tileRows, tile, j, image);
        }
      }
    }
  }

  /** Adds a tile's rows to the image at their taps' offsets, the gaps masked out. */
  private static void addRows(
      int[] offsets,
      int firstTap,
      int rows,
      int tile,
      int[] laneMask,
      int column,
      float[] workspace,
      int image) {
    IntVector left = IntVector.fromArray(Simd.INT, laneMask, column);
    IntVector right = IntVector.fromArray(Simd.INT, laneMask, column + LANES);
    for (int r = 0; r < rows; r++) {
      int at = image + offsets[firstTap + r];
      int from = tile + r * WIDTH;
      // The mask keeps infinite or NaN weights from reaching elements that they do not touch.
      FloatVector.fromArray(Simd.FLOAT, workspace, from)
          .reinterpretAsInts()
          .and(left)
          .reinterpretAsFloats()
          .add(FloatVector.fromArray(Simd.FLOAT, workspace, at))
          .intoArray(workspace, at);
      FloatVector.fromArray(Simd.FLOAT, workspace, from + LANES)
          .reinterpretAsInts()
          .and(right)
          .reinterpretAsFloats()
          .add(FloatVector.fromArray(Simd.FLOAT, workspace, at + LANES))
          .intoArray(workspace, at + LANES);
    }
  }

  private void addScattered(
      int[] offsets, int firstTap, int rows, int tile, int column, int image) {
    int[] positionOffsets = unfolding.positionOffsets();
    int columns = Math.min(WIDTH, positions - column);
    for (int r = 0; r < rows; r++) {
      int at = image + offsets[firstTap + r];
      int from = tile + r * WIDTH;
      for (int j = 0; j < columns; j++) {
        workspace[at + positionOffsets[column + j]] += workspace[from + j];
      }
    }
  }

  /** Copies the channels of a block out of their frame of padding. */
  private void crop(int n, int channel, int channels, int image) {
    int height = shape.inputHeight();
    int width = shape.inputWidth();
    int target = dxOffset + (n * shape.inputChannels() + channel) * height * width;
    if (!shape.padded()) {
      System.arraycopy(workspace, image, dx, target, channels * plane);
      return;
    }
    for (int c = 0; c < channels; c++) {
      int from = image + c * plane + shape.padTop() * shape.paddedWidth() + shape.padLeft();
      for (int y = 0; y < height; y++) {
        System.arraycopy(workspace, from, dx, target, width);
        from += shape.paddedWidth();
        target += width;
      }
    }
  }
}
