// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of 16 x 16 numbers turned over in registers: in each of four rounds two rows exchange the
 * halves, quarters, eighths and at last the single elements that belong in the other. One select
 * from two vectors for each result, so 64 for 256 elements; element by element each costs four
 * times as much. For vectors of 512 bits.
 */
public final class BlockTransposition {
  /** Rows and columns of a block. */
  public static final int SIZE = 16;

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final float[] LANES = lanes();

  private BlockTransposition() {}

  /** Whether the vectors are of the length that it is written for. */
  public static boolean fits() {
    return Simd.LANES == SIZE;
  }

  /**
   * For each round which lanes of two rows make the first row, then which make the second; those of
   * the second row count from 16.
   */
  private static float[] lanes() {
    float[] lanes = new float[8 * SIZE];
    int at = 0;
    for (int distance = 8; distance > 0; distance /= 2) {
      for (int lane = 0; lane < SIZE; lane++) {
        boolean own = (lane & distance) == 0;
        lanes[at + lane] = own ? lane : SIZE + lane - distance;
        lanes[at + SIZE + lane] = own ? lane + distance : SIZE + lane;
      }
      at += 2 * SIZE;
    }
    return lanes;
  }

  /**
   * Writes {@code target[targetOffset + column * targetStride + row] = source[sourceOffset +
   * rowOffsets[firstRow + row] + column]} for the given rows, at most 16, and columns, at least 16.
   * Each column is written as 16 floats: where there are fewer rows, the surplus is unspecified and
   * is overwritten by the next column, or lands behind the last one.
   */
  public static void run(
      float[] source,
      int sourceOffset,
      int[] rowOffsets,
      int firstRow,
      int rows,
      int columns,
      float[] target,
      int targetOffset,
      int targetStride) {
    int last = firstRow + rows - 1;
    run(
        source,
        sourceOffset + rowOffsets[firstRow],
        sourceOffset + rowOffsets[Math.min(firstRow + 1, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 2, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 3, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 4, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 5, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 6, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 7, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 8, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 9, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 10, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 11, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 12, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 13, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 14, last)],
        sourceOffset + rowOffsets[Math.min(firstRow + 15, last)],
        columns,
        target,
        targetOffset,
        targetStride);
  }

  /** As above, for rows at equal distances. */
  public static void run(
      float[] source,
      int sourceOffset,
      int rowStride,
      int rows,
      int columns,
      float[] target,
      int targetOffset,
      int targetStride) {
    int last = rows - 1;
    run(
        source,
        sourceOffset,
        sourceOffset + Math.min(1, last) * rowStride,
        sourceOffset + Math.min(2, last) * rowStride,
        sourceOffset + Math.min(3, last) * rowStride,
        sourceOffset + Math.min(4, last) * rowStride,
        sourceOffset + Math.min(5, last) * rowStride,
        sourceOffset + Math.min(6, last) * rowStride,
        sourceOffset + Math.min(7, last) * rowStride,
        sourceOffset + Math.min(8, last) * rowStride,
        sourceOffset + Math.min(9, last) * rowStride,
        sourceOffset + Math.min(10, last) * rowStride,
        sourceOffset + Math.min(11, last) * rowStride,
        sourceOffset + Math.min(12, last) * rowStride,
        sourceOffset + Math.min(13, last) * rowStride,
        sourceOffset + Math.min(14, last) * rowStride,
        sourceOffset + Math.min(15, last) * rowStride,
        columns,
        target,
        targetOffset,
        targetStride);
  }

  private static void run(
      float[] source,
      int row0,
      int row1,
      int row2,
      int row3,
      int row4,
      int row5,
      int row6,
      int row7,
      int row8,
      int row9,
      int row10,
      int row11,
      int row12,
      int row13,
      int row14,
      int row15,
      int columns,
      float[] target,
      int targetOffset,
      int targetStride) {
    FloatVector first8 = FloatVector.fromArray(FLOAT, LANES, 0);
    FloatVector second8 = FloatVector.fromArray(FLOAT, LANES, 1 * SIZE);
    FloatVector first4 = FloatVector.fromArray(FLOAT, LANES, 2 * SIZE);
    FloatVector second4 = FloatVector.fromArray(FLOAT, LANES, 3 * SIZE);
    FloatVector first2 = FloatVector.fromArray(FLOAT, LANES, 4 * SIZE);
    FloatVector second2 = FloatVector.fromArray(FLOAT, LANES, 5 * SIZE);
    FloatVector first1 = FloatVector.fromArray(FLOAT, LANES, 6 * SIZE);
    FloatVector second1 = FloatVector.fromArray(FLOAT, LANES, 7 * SIZE);
    for (int next = 0; next < columns; next += SIZE) {
      // The last block begins inside the one before it, so that nothing is read beyond the rows.
      int column = Math.min(next, columns - SIZE);
      FloatVector v0 = FloatVector.fromArray(FLOAT, source, row0 + column);
      FloatVector v1 = FloatVector.fromArray(FLOAT, source, row1 + column);
      FloatVector v2 = FloatVector.fromArray(FLOAT, source, row2 + column);
      FloatVector v3 = FloatVector.fromArray(FLOAT, source, row3 + column);
      FloatVector v4 = FloatVector.fromArray(FLOAT, source, row4 + column);
      FloatVector v5 = FloatVector.fromArray(FLOAT, source, row5 + column);
      FloatVector v6 = FloatVector.fromArray(FLOAT, source, row6 + column);
      FloatVector v7 = FloatVector.fromArray(FLOAT, source, row7 + column);
      FloatVector v8 = FloatVector.fromArray(FLOAT, source, row8 + column);
      FloatVector v9 = FloatVector.fromArray(FLOAT, source, row9 + column);
      FloatVector v10 = FloatVector.fromArray(FLOAT, source, row10 + column);
      FloatVector v11 = FloatVector.fromArray(FLOAT, source, row11 + column);
      FloatVector v12 = FloatVector.fromArray(FLOAT, source, row12 + column);
      FloatVector v13 = FloatVector.fromArray(FLOAT, source, row13 + column);
      FloatVector v14 = FloatVector.fromArray(FLOAT, source, row14 + column);
      FloatVector v15 = FloatVector.fromArray(FLOAT, source, row15 + column);
      FloatVector v;
      v = first8.selectFrom(v0, v8);
      v8 = second8.selectFrom(v0, v8);
      v0 = v;
      v = first8.selectFrom(v1, v9);
      v9 = second8.selectFrom(v1, v9);
      v1 = v;
      v = first8.selectFrom(v2, v10);
      v10 = second8.selectFrom(v2, v10);
      v2 = v;
      v = first8.selectFrom(v3, v11);
      v11 = second8.selectFrom(v3, v11);
      v3 = v;
      v = first8.selectFrom(v4, v12);
      v12 = second8.selectFrom(v4, v12);
      v4 = v;
      v = first8.selectFrom(v5, v13);
      v13 = second8.selectFrom(v5, v13);
      v5 = v;
      v = first8.selectFrom(v6, v14);
      v14 = second8.selectFrom(v6, v14);
      v6 = v;
      v = first8.selectFrom(v7, v15);
      v15 = second8.selectFrom(v7, v15);
      v7 = v;
      v = first4.selectFrom(v0, v4);
      v4 = second4.selectFrom(v0, v4);
      v0 = v;
      v = first4.selectFrom(v1, v5);
      v5 = second4.selectFrom(v1, v5);
      v1 = v;
      v = first4.selectFrom(v2, v6);
      v6 = second4.selectFrom(v2, v6);
      v2 = v;
      v = first4.selectFrom(v3, v7);
      v7 = second4.selectFrom(v3, v7);
      v3 = v;
      v = first4.selectFrom(v8, v12);
      v12 = second4.selectFrom(v8, v12);
      v8 = v;
      v = first4.selectFrom(v9, v13);
      v13 = second4.selectFrom(v9, v13);
      v9 = v;
      v = first4.selectFrom(v10, v14);
      v14 = second4.selectFrom(v10, v14);
      v10 = v;
      v = first4.selectFrom(v11, v15);
      v15 = second4.selectFrom(v11, v15);
      v11 = v;
      v = first2.selectFrom(v0, v2);
      v2 = second2.selectFrom(v0, v2);
      v0 = v;
      v = first2.selectFrom(v1, v3);
      v3 = second2.selectFrom(v1, v3);
      v1 = v;
      v = first2.selectFrom(v4, v6);
      v6 = second2.selectFrom(v4, v6);
      v4 = v;
      v = first2.selectFrom(v5, v7);
      v7 = second2.selectFrom(v5, v7);
      v5 = v;
      v = first2.selectFrom(v8, v10);
      v10 = second2.selectFrom(v8, v10);
      v8 = v;
      v = first2.selectFrom(v9, v11);
      v11 = second2.selectFrom(v9, v11);
      v9 = v;
      v = first2.selectFrom(v12, v14);
      v14 = second2.selectFrom(v12, v14);
      v12 = v;
      v = first2.selectFrom(v13, v15);
      v15 = second2.selectFrom(v13, v15);
      v13 = v;
      v = first1.selectFrom(v0, v1);
      v1 = second1.selectFrom(v0, v1);
      v0 = v;
      v = first1.selectFrom(v2, v3);
      v3 = second1.selectFrom(v2, v3);
      v2 = v;
      v = first1.selectFrom(v4, v5);
      v5 = second1.selectFrom(v4, v5);
      v4 = v;
      v = first1.selectFrom(v6, v7);
      v7 = second1.selectFrom(v6, v7);
      v6 = v;
      v = first1.selectFrom(v8, v9);
      v9 = second1.selectFrom(v8, v9);
      v8 = v;
      v = first1.selectFrom(v10, v11);
      v11 = second1.selectFrom(v10, v11);
      v10 = v;
      v = first1.selectFrom(v12, v13);
      v13 = second1.selectFrom(v12, v13);
      v12 = v;
      v = first1.selectFrom(v14, v15);
      v15 = second1.selectFrom(v14, v15);
      v14 = v;
      int at = targetOffset + column * targetStride;
      v0.intoArray(target, at);
      at += targetStride;
      v1.intoArray(target, at);
      at += targetStride;
      v2.intoArray(target, at);
      at += targetStride;
      v3.intoArray(target, at);
      at += targetStride;
      v4.intoArray(target, at);
      at += targetStride;
      v5.intoArray(target, at);
      at += targetStride;
      v6.intoArray(target, at);
      at += targetStride;
      v7.intoArray(target, at);
      at += targetStride;
      v8.intoArray(target, at);
      at += targetStride;
      v9.intoArray(target, at);
      at += targetStride;
      v10.intoArray(target, at);
      at += targetStride;
      v11.intoArray(target, at);
      at += targetStride;
      v12.intoArray(target, at);
      at += targetStride;
      v13.intoArray(target, at);
      at += targetStride;
      v14.intoArray(target, at);
      at += targetStride;
      v15.intoArray(target, at);
    }
  }
}
