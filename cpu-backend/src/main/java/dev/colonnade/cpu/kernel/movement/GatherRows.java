// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.movement;

/**
 * Copies rows of a table by index: row i of the result is row {@code indices[i]} of the table; an
 * index outside the table is clamped to it. A call copies the rows {@code from} to {@code to - 1}
 * of the result.
 */
public final class GatherRows {

  private GatherRows() {}

  /** Gathers rows of fp32 elements. */
  public static void run(
      int from,
      int to,
      float[] table,
      int tableOffset,
      int rows,
      int rowLength,
      int[] indices,
      int indicesOffset,
      float[] result,
      int resultOffset) {
    for (int i = from; i < to; i++) {
      int row = Math.clamp(indices[indicesOffset + i], 0, rows - 1);
      System.arraycopy(
          table, tableOffset + row * rowLength, result, resultOffset + i * rowLength, rowLength);
    }
  }

  /** Gathers rows of int32 elements. */
  public static void run(
      int from,
      int to,
      int[] table,
      int tableOffset,
      int rows,
      int rowLength,
      int[] indices,
      int indicesOffset,
      int[] result,
      int resultOffset) {
    for (int i = from; i < to; i++) {
      int row = Math.clamp(indices[indicesOffset + i], 0, rows - 1);
      System.arraycopy(
          table, tableOffset + row * rowLength, result, resultOffset + i * rowLength, rowLength);
    }
  }

  /** Gathers rows of bytes. */
  public static void run(
      int from,
      int to,
      byte[] table,
      int tableOffset,
      int rows,
      int rowLength,
      int[] indices,
      int indicesOffset,
      byte[] result,
      int resultOffset) {
    for (int i = from; i < to; i++) {
      int row = Math.clamp(indices[indicesOffset + i], 0, rows - 1);
      System.arraycopy(
          table, tableOffset + row * rowLength, result, resultOffset + i * rowLength, rowLength);
    }
  }
}
