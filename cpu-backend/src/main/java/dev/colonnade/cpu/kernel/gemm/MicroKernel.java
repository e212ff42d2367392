// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;

/**
 * The innermost multiplication: a tile of C is the product of a packed panel of A (depth x rows)
 * and a packed panel of B (depth x {@link #COLUMNS}).
 *
 * <p>There are two sets of tiles, as registers are few and of two kinds: {@link WideMicroKernel}'s
 * 24 accumulators want the 32 registers that come with 512 bits, and would be spilled where there
 * are 16; {@link NarrowMicroKernel}'s 12 fit those, and would leave half of the wide ones idle (8
 * rows reach 87 % of the peak there, 4 rows 55 %). A tile's accumulators are local variables, so
 * its height cannot be a parameter.
 *
 * <p>Each element of the tile is one chain of fused multiply-adds over the depth, from zero, in
 * order; so it has the same bits whichever tile height computed it.
 */
public final class MicroKernel {

  /** The columns of a tile, and the width of a packed panel of B: two vectors. */
  public static final int COLUMNS = 2 * Simd.LANES;

  /** Whether the tall tiles (12, 8, 4 rows) are used; else 6, 4, 2. */
  private static final boolean WIDE = Simd.LANES == 16;

  /** The greatest number of rows of a tile. */
  public static final int MAX_ROWS = WIDE ? 12 : 6;

  private static final int ROW_STEP = WIDE ? 4 : 2;

  private MicroKernel() {}

  /**
   * Returns the height of the tile for the next rows of a matrix: {@link #MAX_ROWS} if so many are
   * left, else the smallest tile that holds them.
   */
  public static int tileRows(int rowsLeft) {
    return rowsLeft >= MAX_ROWS ? MAX_ROWS : Simd.roundUp(rowsLeft, ROW_STEP);
  }

  /** Returns {@code rows} rounded up to the rows of the tiles that cover them. */
  public static int paddedRows(int rows) {
    return Simd.roundUp(rows, ROW_STEP);
  }

  /** Returns {@code columns} rounded up to whole panels. */
  public static int paddedColumns(int columns) {
    return Simd.roundUp(columns, COLUMNS);
  }

  /**
   * Returns the width of the panel for the next columns of a matrix: {@link #COLUMNS}, or half of
   * it where that holds them all and there are tiles for it.
   */
  public static int panelColumns(int columnsLeft) {
    return WIDE && columnsLeft <= Simd.LANES ? Simd.LANES : COLUMNS;
  }

  /**
   * As {@link #multiply(int, int, float[], int, float[], int, float[], int, int, boolean)} with a
   * panel of B of this many columns, as {@link #panelColumns} gave them.
   */
  public static void multiply(
      int columns,
      int rows,
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean accumulate) {
    if (columns == COLUMNS) {
      multiply(rows, depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
      return;
    }
    switch (rows) {
      case 12 ->
          HalfMicroKernel.rows12(depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
      case 8 ->
          HalfMicroKernel.rows8(depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
      case 4 ->
          HalfMicroKernel.rows4(depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
      default -> throw noSuchTile(rows);
    }
  }

  /**
   * Multiplies two packed panels into a tile.
   *
   * @param rows the rows of the tile, as {@link #tileRows} gave them
   * @param depth the length of the dot products
   * @param a the panel of A: {@code a[aOffset + p * rows + r]}
   * @param b the panel of B: {@code b[bOffset + p * COLUMNS + j]}
   * @param c the tile, {@code c[cOffset + r * rowStride + j]}; all of it is written
   * @param accumulate whether the product is added to the tile or replaces it
   */
  public static void multiply(
      int rows,
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean accumulate) {
    if (WIDE) {
      switch (rows) {
        case 12 ->
            WideMicroKernel.rows12(
                depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
        case 8 ->
            WideMicroKernel.rows8(depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
        case 4 ->
            WideMicroKernel.rows4(depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
        default -> throw noSuchTile(rows);
      }
    } else {
      switch (rows) {
        case 6 ->
            NarrowMicroKernel.rows6(
                depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
        case 4 ->
            NarrowMicroKernel.rows4(
                depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
        case 2 ->
            NarrowMicroKernel.rows2(
                depth, a, aOffset, b, bOffset, c, cOffset, rowStride, accumulate);
        default -> throw noSuchTile(rows);
      }
    }
  }

  private static IllegalArgumentException noSuchTile(int rows) {
    return new IllegalArgumentException(
        "There is no tile of "
            + rows
            + " rows for vectors of "
            + Simd.bits()
            + " bits; use the height that tileRows gives.");
  }
}
