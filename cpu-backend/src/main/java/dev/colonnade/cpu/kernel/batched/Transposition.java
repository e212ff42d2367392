// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.gemm.BlockTransposition;

/** Matrices turned over, rows and columns at strides of their own. */
final class Transposition {
  private Transposition() {}

  /** Writes {@code target[column * targetStride + row] = source[row * sourceStride + column]}. */
  static void run(
      float[] source,
      int sourceOffset,
      int sourceStride,
      int rows,
      int columns,
      float[] target,
      int targetOffset,
      int targetStride) {
    int size = BlockTransposition.SIZE;
    if (BlockTransposition.fits() && rows >= size && columns >= size) {
      for (int next = 0; next < rows; next += size) {
        // The last block begins inside the one before it, so that nothing else is written.
        int row = Math.min(next, rows - size);
        int from = sourceOffset + row * sourceStride;
        BlockTransposition.run(
            source, from, sourceStride, size, columns, target, targetOffset + row, targetStride);
      }
      return;
    }
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int from = sourceOffset + row * sourceStride;
      int from1 = from + sourceStride;
      int from2 = from1 + sourceStride;
      int from3 = from2 + sourceStride;
      int to = targetOffset + row;
      for (int column = 0; column < columns; column++) {
        target[to] = source[from + column];
        target[to + 1] = source[from1 + column];
        target[to + 2] = source[from2 + column];
        target[to + 3] = source[from3 + column];
        to += targetStride;
      }
    }
    for (; row < rows; row++) {
      int from = sourceOffset + row * sourceStride;
      int to = targetOffset + row;
      for (int column = 0; column < columns; column++) {
        target[to + column * targetStride] = source[from + column];
      }
    }
  }
}
