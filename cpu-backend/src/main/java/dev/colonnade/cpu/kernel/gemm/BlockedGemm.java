// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

/**
 * One thread's share of a matrix product, in blocks that fit the caches: a block of B stays in the
 * second-level cache while blocks of A pass over it, and a panel of B in the first-level cache
 * while the panels of a block of A do.
 *
 * <p>The blocks of the depth depend on k alone, so the order of each sum does not depend on how C
 * is divided.
 */
public final class BlockedGemm {

  private static final int DEPTH_BLOCK = 384;
  private static final int ROW_BLOCK = 240;
  private static final int COLUMN_BLOCK = 512;

  private BlockedGemm() {}

  /** Returns the length of the blocks into which a depth is divided, as even as possible. */
  public static int depthBlock(int depth) {
    return depth == 0 ? 0 : Math.ceilDiv(depth, Math.ceilDiv(depth, DEPTH_BLOCK));
  }

  static int rowBlock(int rows) {
    return Math.min(ROW_BLOCK, MicroKernel.paddedRows(rows));
  }

  private static int columnBlock(int columns) {
    return Math.min(COLUMN_BLOCK, MicroKernel.paddedColumns(columns));
  }

  /** Returns the floats of scratch memory that a share of this size needs. */
  static int workspaceSize(int rows, int columns, int depth) {
    long kc = depthBlock(depth);
    long size =
        kc * rowBlock(rows)
            + kc * columnBlock(columns)
            + (long) MicroKernel.MAX_ROWS * MicroKernel.COLUMNS
            + 2L * Packing.SLACK;
    return Math.toIntExact(size);
  }

  /**
   * Computes rows {@code rowFrom} to {@code rowTo - 1} and columns {@code columnFrom} to {@code
   * columnTo - 1} of C; the parameters are those of {@link GemmShape} and {@link Gemm#run}.
   */
  static void multiply(
      GemmShape shape,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo,
      float alpha,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float beta,
      float[] c,
      int cOffset,
      float[] workspace,
      int workspaceOffset) {
    int depth = shape.k();
    int rows = rowTo - rowFrom;
    int columns = columnTo - columnFrom;
    int kc = depthBlock(depth);
    int mc = rowBlock(rows);
    int nc = columnBlock(columns);
    int packedA = workspaceOffset;
    int packedB = packedA + kc * mc + Packing.SLACK;
    int tile = packedB + kc * nc + Packing.SLACK;
    int ldc = shape.ldc();
    if (beta != 0 && beta != 1) {
      Packing.scaleMatrix(c, cOffset + rowFrom * ldc + columnFrom, rows, columns, ldc, beta);
    }
    for (int jc = columnFrom; jc < columnTo; jc += nc) {
      int blockColumns = Math.min(nc, columnTo - jc);
      for (int pc = 0; pc < depth; pc += kc) {
        int blockDepth = Math.min(kc, depth - pc);
        boolean accumulate = pc > 0 || beta != 0;
        packB(shape, b, bOffset, pc, blockDepth, jc, blockColumns, workspace, packedB);
        for (int ic = rowFrom; ic < rowTo; ic += mc) {
          int blockRows = Math.min(mc, rowTo - ic);
          packA(shape, a, aOffset, ic, blockRows, pc, blockDepth, alpha, workspace, packedA);
          multiplyBlock(
              blockRows,
              blockColumns,
              blockDepth,
              workspace,
              packedA,
              workspace,
              packedB,
              c,
              cOffset + ic * ldc + jc,
              ldc,
              accumulate,
              workspace,
              tile);
        }
      }
    }
  }

  private static void packB(
      GemmShape shape,
      float[] b,
      int bOffset,
      int pc,
      int depth,
      int jc,
      int columns,
      float[] packed,
      int packedOffset) {
    int width = MicroKernel.COLUMNS;
    for (int j = 0; j < columns; j += width) {
      int panelColumns = Math.min(width, columns - j);
      int panel = packedOffset + j * depth;
      if (shape.transposeB()) {
        int from = bOffset + (jc + j) * shape.ldb() + pc;
        Packing.interleave(b, from, shape.ldb(), panelColumns, depth, packed, panel, width);
      } else {
        int from = bOffset + pc * shape.ldb() + jc + j;
        Packing.copyRows(b, from, shape.ldb(), panelColumns, depth, packed, panel, width);
      }
    }
  }

  private static void packA(
      GemmShape shape,
      float[] a,
      int aOffset,
      int ic,
      int rows,
      int pc,
      int depth,
      float alpha,
      float[] packed,
      int packedOffset) {
    for (int i = 0; i < rows; i += MicroKernel.MAX_ROWS) {
      int panelRows = Math.min(MicroKernel.MAX_ROWS, rows - i);
      int width = MicroKernel.tileRows(rows - i);
      int panel = packedOffset + i * depth;
      if (shape.transposeA()) {
        int from = aOffset + pc * shape.lda() + ic + i;
        Packing.copyRows(a, from, shape.lda(), panelRows, depth, packed, panel, width);
      } else {
        int from = aOffset + (ic + i) * shape.lda() + pc;
        Packing.interleave(a, from, shape.lda(), panelRows, depth, packed, panel, width);
      }
    }
    if (alpha != 1) {
      Packing.scale(packed, packedOffset, MicroKernel.paddedRows(rows) * depth, alpha);
    }
  }

  /**
   * Multiplies packed blocks: panels of A of {@link MicroKernel#tileRows} rows follow each other,
   * and so do panels of B; C is written in place where a whole tile fits, else by way of the
   * scratch tile.
   */
  public static void multiplyBlock(
      int rows,
      int columns,
      int depth,
      float[] packedA,
      int packedAOffset,
      float[] packedB,
      int packedBOffset,
      float[] c,
      int cOffset,
      int ldc,
      boolean accumulate,
      float[] tile,
      int tileOffset) {
    int width = MicroKernel.COLUMNS;
    for (int j = 0; j < columns; j += width) {
      int tileColumns = Math.min(width, columns - j);
      int panelB = packedBOffset + j * depth;
      for (int i = 0; i < rows; i += MicroKernel.MAX_ROWS) {
        int tileRows = Math.min(MicroKernel.MAX_ROWS, rows - i);
        int height = MicroKernel.tileRows(rows - i);
        int panelA = packedAOffset + i * depth;
        int target = cOffset + i * ldc + j;
        if (tileRows == height && tileColumns == width) {
          MicroKernel.multiply(
              height, depth, packedA, panelA, packedB, panelB, c, target, ldc, accumulate);
        } else {
          MicroKernel.multiply(
              height, depth, packedA, panelA, packedB, panelB, tile, tileOffset, width, false);
          Packing.storeTile(tile, tileOffset, tileRows, tileColumns, c, target, ldc, accumulate);
        }
      }
    }
  }
}
