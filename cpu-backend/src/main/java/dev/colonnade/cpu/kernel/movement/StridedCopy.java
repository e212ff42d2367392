// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.movement;

import java.util.Arrays;

/**
 * A plan for copying between two strided views of the same shape: element (i, j, ...) goes from
 * {@code source[s + i * sourceStrides[0] + ...]} to {@code target[t + i * targetStrides[0] + ...]}.
 * Transpositions, slices, reversals (negative strides), broadcasts (source strides of 0) and the
 * inside of a padding are such copies.
 *
 * <p>Axes are put into the order of the target's memory and merged where both sides allow, so that
 * the inner loop is as long and as contiguous as it can be. The views must not overlap.
 */
public final class StridedCopy {

  /** The greatest rank. */
  public static final int MAX_RANK = 6;

  private static final int TILE = 16;

  private final int[] extents = new int[MAX_RANK];
  private final int[] sourceStrides = new int[MAX_RANK];
  private final int[] targetStrides = new int[MAX_RANK];
  private final boolean empty;

  /**
   * Plans a copy.
   *
   * @param shape the extents
   * @param sourceStrides distances between neighbours in the source, in elements
   * @param targetStrides distances between neighbours in the target
   * @throws IllegalArgumentException if the ranks differ or exceed {@link #MAX_RANK}
   */
  public StridedCopy(int[] shape, int[] sourceStrides, int[] targetStrides) {
    int rank = shape.length;
    if (sourceStrides.length != rank || targetStrides.length != rank || rank > MAX_RANK) {
      throw new IllegalArgumentException(
          "A strided copy takes a shape and strides of one rank, at most "
              + MAX_RANK
              + "; given ranks "
              + rank
              + ", "
              + sourceStrides.length
              + " and "
              + targetStrides.length
              + ".");
    }
    empty = Arrays.stream(shape).anyMatch(extent -> extent == 0);
    // Innermost first: axes by ascending distance in the target, then merged.
    Integer[] order = new Integer[rank];
    Arrays.setAll(order, i -> rank - 1 - i);
    Arrays.sort(
        order, (i, j) -> Integer.compare(Math.abs(targetStrides[i]), Math.abs(targetStrides[j])));
    Arrays.fill(extents, 1);
    int used = 0;
    for (int axis : order) {
      if (shape[axis] == 1) {
        continue;
      }
      int inner = used - 1;
      if (inner >= 0
          && sourceStrides[axis] == this.sourceStrides[inner] * extents[inner]
          && targetStrides[axis] == this.targetStrides[inner] * extents[inner]) {
        extents[inner] *= shape[axis];
      } else {
        extents[used] = shape[axis];
        this.sourceStrides[used] = sourceStrides[axis];
        this.targetStrides[used] = targetStrides[axis];
        used++;
      }
    }
    if (used == 0) {
      // A single element: strides of 1 send it through the contiguous loop.
      this.sourceStrides[0] = 1;
      this.targetStrides[0] = 1;
    }
  }

  /** Copies fp32 elements; the offsets are those of element (0, 0, ...). */
  public void run(float[] source, int sourceOffset, float[] target, int targetOffset) {
    if (empty) {
      return;
    }
    for (int i5 = 0; i5 < extents[5]; i5++) {
      for (int i4 = 0; i4 < extents[4]; i4++) {
        for (int i3 = 0; i3 < extents[3]; i3++) {
          for (int i2 = 0; i2 < extents[2]; i2++) {
            int s = sourceOffset + at(sourceStrides, i5, i4, i3, i2);
            int t = targetOffset + at(targetStrides, i5, i4, i3, i2);
            copyPlane(source, s, target, t);
          }
        }
      }
    }
  }

  /** Copies int32 elements; the offsets are those of element (0, 0, ...). */
  public void run(int[] source, int sourceOffset, int[] target, int targetOffset) {
    if (empty) {
      return;
    }
    for (int i5 = 0; i5 < extents[5]; i5++) {
      for (int i4 = 0; i4 < extents[4]; i4++) {
        for (int i3 = 0; i3 < extents[3]; i3++) {
          for (int i2 = 0; i2 < extents[2]; i2++) {
            int s = sourceOffset + at(sourceStrides, i5, i4, i3, i2);
            int t = targetOffset + at(targetStrides, i5, i4, i3, i2);
            for (int i1 = 0; i1 < extents[1]; i1++) {
              copyRow(source, s + i1 * sourceStrides[1], target, t + i1 * targetStrides[1]);
            }
          }
        }
      }
    }
  }

  /** Copies bytes; the offsets are those of element (0, 0, ...). */
  public void run(byte[] source, int sourceOffset, byte[] target, int targetOffset) {
    if (empty) {
      return;
    }
    for (int i5 = 0; i5 < extents[5]; i5++) {
      for (int i4 = 0; i4 < extents[4]; i4++) {
        for (int i3 = 0; i3 < extents[3]; i3++) {
          for (int i2 = 0; i2 < extents[2]; i2++) {
            int s = sourceOffset + at(sourceStrides, i5, i4, i3, i2);
            int t = targetOffset + at(targetStrides, i5, i4, i3, i2);
            for (int i1 = 0; i1 < extents[1]; i1++) {
              copyRow(source, s + i1 * sourceStrides[1], target, t + i1 * targetStrides[1]);
            }
          }
        }
      }
    }
  }

  private static int at(int[] strides, int i5, int i4, int i3, int i2) {
    return i5 * strides[5] + i4 * strides[4] + i3 * strides[3] + i2 * strides[2];
  }

  private void copyPlane(float[] source, int s, float[] target, int t) {
    int length = extents[0];
    int rows = extents[1];
    int step = sourceStrides[0];
    if (step != 1 && step != 0 && targetStrides[0] == 1 && rows > 1) {
      // A transposition: tiles keep the lines of both sides in the first-level cache.
      for (int row = 0; row < rows; row += TILE) {
        int rowEnd = Math.min(rows, row + TILE);
        for (int column = 0; column < length; column += TILE) {
          int columnEnd = Math.min(length, column + TILE);
          for (int i = row; i < rowEnd; i++) {
            int from = s + i * sourceStrides[1];
            int to = t + i * targetStrides[1];
            for (int j = column; j < columnEnd; j++) {
              target[to + j] = source[from + j * step];
            }
          }
        }
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      copyRow(source, s + i * sourceStrides[1], target, t + i * targetStrides[1]);
    }
  }

  private void copyRow(float[] source, int s, float[] target, int t) {
    int length = extents[0];
    int from = sourceStrides[0];
    int to = targetStrides[0];
    if (to == 1 && from == 1) {
      System.arraycopy(source, s, target, t, length);
    } else if (to == 1 && from == 0) {
      Arrays.fill(target, t, t + length, source[s]);
    } else {
      for (int i = 0; i < length; i++) {
        target[t + i * to] = source[s + i * from];
      }
    }
  }

  private void copyRow(int[] source, int s, int[] target, int t) {
    int length = extents[0];
    int from = sourceStrides[0];
    int to = targetStrides[0];
    if (to == 1 && from == 1) {
      System.arraycopy(source, s, target, t, length);
    } else if (to == 1 && from == 0) {
      Arrays.fill(target, t, t + length, source[s]);
    } else {
      for (int i = 0; i < length; i++) {
        target[t + i * to] = source[s + i * from];
      }
    }
  }

  private void copyRow(byte[] source, int s, byte[] target, int t) {
    int length = extents[0];
    int from = sourceStrides[0];
    int to = targetStrides[0];
    if (to == 1 && from == 1) {
      System.arraycopy(source, s, target, t, length);
    } else if (to == 1 && from == 0) {
      Arrays.fill(target, t, t + length, source[s]);
    } else {
      for (int i = 0; i < length; i++) {
        target[t + i * to] = source[s + i * from];
      }
    }
  }
}
