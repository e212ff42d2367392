// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.pooling;

import dev.colonnade.cpu.kernel.Simd;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Max-pooling with windows side by side, the pooling of the papers' nets, a chunk of windows at a
 * time: as many whole windows as their columns fit into a vector.
 *
 * <p>Going forward the rows of the windows are reduced first, column by column, and then the
 * columns of each window are brought together. Going back the elements of each window are compared
 * in row-major order, one lane for each window, and the number of the winner is spread out again
 * over the window's columns.
 */
final class TileMaxPooling {
  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  private final int width;
  private final int height;
  private final int outputWidth;
  private final int outputHeight;
  private final int windowHeight;
  private final int windowWidth;

  /** Windows in a chunk. */
  private final int windows;

  /**
   * Lane numbers, as floats, a vector each: for each column of a window where its elements are in a
   * chunk, then for each lane of a chunk the window it belongs to. In arrays rather than vectors or
   * shuffles in fields, which the compiler would box.
   */
  private final float[] lanes;

  /** For each lane of a chunk its column in its window; -1 behind the last window. */
  private final float[] column = new float[LANES];

  /** Whether there is a form for windows of this width. */
  static boolean has(PoolingShape shape) {
    return shape.tiles() && shape.windowWidth() <= LANES / 2;
  }

  TileMaxPooling(PoolingShape shape) {
    width = shape.inputWidth();
    height = shape.inputHeight();
    outputWidth = shape.outputWidth();
    outputHeight = shape.outputHeight();
    windowHeight = shape.windowHeight();
    windowWidth = shape.windowWidth();
    windows = LANES / windowWidth;
    lanes = new float[(windowWidth + 1) * LANES];
    for (int lane = 0; lane < LANES; lane++) {
      for (int i = 0; i < windowWidth; i++) {
        lanes[i * LANES + lane] = Math.min(LANES - 1, lane * windowWidth + i);
      }
      lanes[windowWidth * LANES + lane] = Math.min(windows - 1, lane / windowWidth);
      column[lane] = lane < windows * windowWidth ? lane % windowWidth : -1;
    }
  }

  private int chunks() {
    return Math.ceilDiv(outputWidth, windows);
  }

  /** Computes a plane of outputs. */
  void forward(float[] x, int source, float[] y, int target) {
    int chunks = chunks();
    for (int row = 0; row < outputHeight; row++) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        int count = Math.min(windows, outputWidth - chunk * windows);
        int at = source + row * windowHeight * width + chunk * windows * windowWidth;
        int to = target + row * outputWidth + chunk * windows;
        if (reaches(x, lastRow(at)) && reaches(y, to)) {
          forwardChunk(x, at, y, to, count);
        } else {
          for (int i = 0; i < count; i++) {
            y[to + i] = x[winner(x, at + i * windowWidth)];
          }
        }
      }
    }
  }

  private void forwardChunk(float[] x, int source, float[] y, int target, int count) {
    VectorMask<Float> in = FLOAT.indexInRange(0, count * windowWidth);
    FloatVector rows = FloatVector.fromArray(FLOAT, x, source, in);
    for (int i = 1; i < windowHeight; i++) {
      rows = rows.max(FloatVector.fromArray(FLOAT, x, source + i * width, in));
    }
    FloatVector largest = FloatVector.fromArray(FLOAT, lanes, 0).selectFrom(rows);
    for (int j = 1; j < windowWidth; j++) {
      largest = largest.max(FloatVector.fromArray(FLOAT, lanes, j * LANES).selectFrom(rows));
    }
    largest.intoArray(y, target, FLOAT.indexInRange(0, count));
  }

  private int lastRow(int at) {
    return at + (windowHeight - 1) * width;
  }

  /**
   * Whether a whole vector from here on lies in the array. At an array's end a masked access takes
   * another path, which allocates.
   */
  private static boolean reaches(float[] array, int at) {
    return at + LANES <= array.length;
  }

  /** The index of the element that wins a window: the first of the largest, or the first NaN. */
  private int winner(float[] x, int corner) {
    int winner = corner;
    for (int i = 0; i < windowHeight; i++) {
      for (int j = 0; j < windowWidth; j++) {
        int at = corner + i * width + j;
        if (!(x[at] <= x[winner]) && !Float.isNaN(x[winner])) {
          winner = at;
        }
      }
    }
    return winner;
  }

  /** Computes a plane of the input's gradient; every element of it is written. */
  void gradient(float[] x, int source, float[] dy, int gradientSource, float[] dx, int target) {
    clearBorder(dx, target);
    int chunks = chunks();
    for (int row = 0; row < outputHeight; row++) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        int count = Math.min(windows, outputWidth - chunk * windows);
        int place = row * windowHeight * width + chunk * windows * windowWidth;
        int gradient = gradientSource + row * outputWidth + chunk * windows;
        if (reaches(x, lastRow(source + place))
            && reaches(dx, lastRow(target + place))
            && reaches(dy, gradient)) {
          gradientChunk(x, source + place, dy, gradient, dx, target + place, count);
        } else {
          for (int i = 0; i < windowHeight; i++) {
            int first = target + place + i * width;
            Arrays.fill(dx, first, first + count * windowWidth, 0f);
          }
          for (int i = 0; i < count; i++) {
            int winner = winner(x, source + place + i * windowWidth);
            dx[target - source + winner] = dy[gradient + i];
          }
        }
      }
    }
  }

  private void gradientChunk(
      float[] x, int source, float[] dy, int gradientSource, float[] dx, int target, int count) {
    VectorMask<Float> in = FLOAT.indexInRange(0, count * windowWidth);
    FloatVector best =
        FloatVector.fromArray(FLOAT, lanes, 0)
            .selectFrom(FloatVector.fromArray(FLOAT, x, source, in));
    FloatVector winner = FloatVector.zero(FLOAT);
    for (int i = 0; i < windowHeight; i++) {
      FloatVector row = FloatVector.fromArray(FLOAT, x, source + i * width, in);
      for (int j = 0; j < windowWidth; j++) {
        FloatVector candidate = FloatVector.fromArray(FLOAT, lanes, j * LANES).selectFrom(row);
        // Not "at most", so larger or NaN; a NaN that leads is never beaten.
        VectorMask<Float> beats =
            candidate
                .compare(VectorOperators.LE, best)
                .or(best.compare(VectorOperators.NE, best))
                .not();
        best = best.blend(candidate, beats);
        winner = winner.blend((float) (i * windowWidth + j), beats);
      }
    }
    FloatVector windowOf = FloatVector.fromArray(FLOAT, lanes, windowWidth * LANES);
    FloatVector values =
        windowOf.selectFrom(
            FloatVector.fromArray(FLOAT, dy, gradientSource, FLOAT.indexInRange(0, count)));
    FloatVector winners = windowOf.selectFrom(winner);
    FloatVector numbers = FloatVector.fromArray(FLOAT, column, 0);
    for (int i = 0; i < windowHeight; i++) {
      FloatVector.zero(FLOAT)
          .blend(
              values, winners.compare(VectorOperators.EQ, numbers.add((float) (i * windowWidth))))
          .intoArray(dx, target + i * width, in);
    }
  }

  /** Zeros right of the last window and below it, where no window reaches. */
  private void clearBorder(float[] dx, int target) {
    int columns = outputWidth * windowWidth;
    int rows = outputHeight * windowHeight;
    if (columns < width) {
      for (int row = 0; row < rows; row++) {
        Arrays.fill(dx, target + row * width + columns, target + (row + 1) * width, 0f);
      }
    }
    Arrays.fill(dx, target + rows * width, target + height * width, 0f);
  }
}
