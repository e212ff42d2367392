// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies parts of matrices into panels, the order in which the micro-kernel reads them.
 *
 * <p>A panel has a row for each step of the depth. Rows are written in order, and a copy may run
 * past the end of its row: the next row overwrites the surplus, so that short runs cost one vector
 * load and one store without masks. The last row's surplus lands in the {@link #SLACK} floats that
 * must follow a panel.
 */
public final class Packing {

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  /** How many floats after a packed area may be overwritten. */
  public static final int SLACK = 2 * LANES;

  private Packing() {}

  /**
   * Packs rows that are contiguous along the panel's width: {@code panel[p * width + j] = source[p
   * * rowStride + j]} for {@code j < columns}, zero for the rest of the width.
   */
  public static void copyRows(
      float[] source,
      int sourceOffset,
      int rowStride,
      int columns,
      int depth,
      float[] panel,
      int panelOffset,
      int width) {
    boolean pad = columns < width;
    int vectors = Simd.roundUp(columns, LANES);
    for (int p = 0; p < depth; p++) {
      int from = sourceOffset + p * rowStride;
      int to = panelOffset + p * width;
      if (from + vectors <= source.length) {
        for (int j = 0; j < columns; j += LANES) {
          FloatVector.fromArray(FLOAT, source, from + j).intoArray(panel, to + j);
        }
      } else {
        System.arraycopy(source, from, panel, to, columns);
      }
      if (pad) {
        for (int j = columns; j < width; j++) {
          panel[to + j] = 0;
        }
      }
    }
  }

  /**
   * Packs rows that are contiguous along the depth, a transposition: {@code panel[p * width + r] =
   * source[r * rowStride + p]} for {@code r < rows}, zero for the rest of the width.
   */
  public static void interleave(
      float[] source,
      int sourceOffset,
      int rowStride,
      int rows,
      int depth,
      float[] panel,
      int panelOffset,
      int width) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      interleaveFour(
          source, sourceOffset + r * rowStride, rowStride, depth, panel, panelOffset + r, width);
    }
    for (; r < rows; r++) {
      int from = sourceOffset + r * rowStride;
      int to = panelOffset + r;
      for (int p = 0; p < depth; p++) {
        panel[to + p * width] = source[from + p];
      }
    }
    for (; r < width; r++) {
      int to = panelOffset + r;
      for (int p = 0; p < depth; p++) {
        panel[to + p * width] = 0;
      }
    }
  }

  /**
   * As {@link #interleave}, for rows at the places {@code rowOffsets[firstRow]} and following. The
   * last column's surplus may be as long as {@link BlockTransposition#SIZE}; fewer rows than the
   * width are filled up with anything.
   */
  public static void interleaveAt(
      float[] source,
      int sourceOffset,
      int[] rowOffsets,
      int firstRow,
      int rows,
      int depth,
      float[] panel,
      int panelOffset,
      int width) {
    if (BlockTransposition.fits() && depth >= BlockTransposition.SIZE) {
      BlockTransposition.run(
          source, sourceOffset, rowOffsets, firstRow, rows, depth, panel, panelOffset, width);
      return;
    }
    for (int r = 0; r < width; r++) {
      int from = sourceOffset + rowOffsets[firstRow + Math.min(r, rows - 1)];
      int to = panelOffset + r;
      for (int p = 0; p < depth; p++) {
        panel[to + p * width] = source[from + p];
      }
    }
  }

  /**
   * As {@link #interleave}, for up to {@link MicroKernel#COLUMNS} rows, with columns turned over in
   * registers where the vectors allow; fewer rows than the width are filled up with anything.
   */
  public static void interleaveRows(
      float[] source,
      int sourceOffset,
      int rowStride,
      int rows,
      int depth,
      float[] panel,
      int panelOffset,
      int width) {
    if (!BlockTransposition.fits() || depth < BlockTransposition.SIZE) {
      interleave(source, sourceOffset, rowStride, rows, depth, panel, panelOffset, width);
      return;
    }
    for (int first = 0; first < width; first += BlockTransposition.SIZE) {
      // Rows that are not there are filled up with the last one.
      int from = Math.min(first, rows - 1);
      int height = Math.min(BlockTransposition.SIZE, rows - from);
      BlockTransposition.run(
          source,
          sourceOffset + from * rowStride,
          rowStride,
          height,
          depth,
          panel,
          panelOffset + first,
          width);
    }
  }

  private static void interleaveFour(
      float[] source, int from, int rowStride, int depth, float[] panel, int to, int width) {
    int from1 = from + rowStride;
    int from2 = from1 + rowStride;
    int from3 = from2 + rowStride;
    int at = to;
    for (int p = 0; p < depth; p++) {
      panel[at] = source[from + p];
      panel[at + 1] = source[from1 + p];
      panel[at + 2] = source[from2 + p];
      panel[at + 3] = source[from3 + p];
      at += width;
    }
  }

  /**
   * Packs a panel whose element (row p, run s) starts at the sum of an offset of the row and one of
   * the run: what unfolds an image. Run {@code s} copies the elements from {@code
   * source[sourceOffset + rowOffsets[firstRow + p] + runSources[s]]} on to {@code panel[p * width +
   * runTargets[s]]} up to the next run's target, at most one vector of them. Columns from {@code
   * runTargets[runs]} (the end of the last run) to the width are set to zero.
   */
  public static void gatherRuns(
      float[] source,
      int sourceOffset,
      int[] rowOffsets,
      int firstRow,
      int depth,
      int[] runSources,
      int[] runTargets,
      int firstRun,
      int runs,
      float[] panel,
      int panelOffset,
      int width) {
    int last = 0;
    for (int s = 0; s < runs; s++) {
      last = Math.max(last, runSources[firstRun + s]);
    }
    int columns = runTargets[firstRun + runs];
    FloatVector zero = FloatVector.zero(FLOAT);
    for (int p = 0; p < depth; p++) {
      int from = sourceOffset + rowOffsets[firstRow + p];
      int to = panelOffset + p * width;
      if (from + last + LANES <= source.length) {
        for (int s = firstRun; s < firstRun + runs; s++) {
          FloatVector.fromArray(FLOAT, source, from + runSources[s])
              .intoArray(panel, to + runTargets[s]);
        }
      } else {
        for (int s = firstRun; s < firstRun + runs; s++) {
          int length = runTargets[s + 1] - runTargets[s];
          System.arraycopy(source, from + runSources[s], panel, to + runTargets[s], length);
        }
      }
      for (int j = columns; j < width; j += LANES) {
        zero.intoArray(panel, to + j);
      }
    }
  }

  /** Multiplies a packed area by a factor. */
  static void scale(float[] panel, int offset, int length, float factor) {
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      FloatVector.fromArray(FLOAT, panel, offset + i).mul(factor).intoArray(panel, offset + i);
    }
    for (; i < length; i++) {
      panel[offset + i] *= factor;
    }
  }

  /**
   * Copies or adds the first columns of a tile of {@link MicroKernel#COLUMNS} columns to a matrix.
   */
  public static void storeTile(
      float[] tile,
      int tileOffset,
      int rows,
      int columns,
      float[] c,
      int cOffset,
      int rowStride,
      boolean accumulate) {
    storeTile(
        tile, tileOffset, MicroKernel.COLUMNS, rows, columns, c, cOffset, rowStride, accumulate);
  }

  /** As above, for a tile of any number of columns. */
  public static void storeTile(
      float[] tile,
      int tileOffset,
      int tileStride,
      int rows,
      int columns,
      float[] c,
      int cOffset,
      int rowStride,
      boolean accumulate) {
    for (int r = 0; r < rows; r++) {
      int from = tileOffset + r * tileStride;
      int to = cOffset + r * rowStride;
      if (accumulate) {
        for (int j = 0; j < columns; j++) {
          c[to + j] += tile[from + j];
        }
      } else {
        for (int j = 0; j < columns; j++) {
          c[to + j] = tile[from + j];
        }
      }
    }
  }

  /** Copies the first columns of a tile to a matrix, by vectors where they fill one. */
  public static void copyTile(
      float[] tile,
      int tileOffset,
      int tileStride,
      int rows,
      int columns,
      float[] c,
      int cOffset,
      int rowStride) {
    for (int r = 0; r < rows; r++) {
      int from = tileOffset + r * tileStride;
      int to = cOffset + r * rowStride;
      if (columns < LANES) {
        for (int j = 0; j < columns; j++) {
          c[to + j] = tile[from + j];
        }
      } else {
        for (int next = 0; next < columns; next += LANES) {
          int j = Math.min(next, columns - LANES);
          FloatVector.fromArray(FLOAT, tile, from + j).intoArray(c, to + j);
        }
      }
    }
  }

  /** Multiplies a matrix by a factor in place; a factor of 0 writes zeros whatever was there. */
  static void scaleMatrix(
      float[] c, int offset, int rows, int columns, int rowStride, float factor) {
    if (factor == 1) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = offset + r * rowStride;
      if (factor == 0) {
        Arrays.fill(c, at, at + columns, 0f);
      } else {
        scale(c, at, columns, factor);
      }
    }
  }
}
