// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.pooling.PoolingShape;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Max-pooling of blocks of images, and its gradient, with at least a vector of floats in a pixel:
 * windows of pixels, each a run of memory with all channels of all images of a block, compared
 * vector by vector. Of equal elements the first in row-major order of the window wins; NaN wins
 * over numbers.
 */
public final class BatchedMaxPool {
  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;
  private static final float[] NOTHING = {};
  private static final int WORTH_A_THREAD = 32_768;

  private final PoolingShape shape;
  private final int pixelSize;
  private final WorkerTeam team;
  private final int members;
  private final Task forward = this::forward;
  private final Task gradient = this::gradient;
  private final int windowSize;
  private final float slope;
  private final float curvature;

  /** Whether no pixel is in two windows. */
  private final boolean disjoint;

  /** Whether every pixel is in just one window. */
  private final boolean covering;

  /** For each part the places of the pixels of the window at hand. */
  private final int[] taps;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] dy = NOTHING;
  private int dyOffset;
  private float[] y = NOTHING;
  private int yOffset;

  /**
   * Plans pooling.
   *
   * @param shape the sizes, its planes the blocks of images
   * @param pixelSize floats of a pixel: channels times images of a block
   * @param slope of the function whose gradient is taken with the pooling's: it multiplies the
   *     gradient by {@code slope - curvature * x^2}; 1 for none
   * @param curvature as above; 0 for none
   * @param team the threads that share the work
   */
  public BatchedMaxPool(
      PoolingShape shape, int pixelSize, float slope, float curvature, WorkerTeam team) {
    this.shape = shape;
    this.slope = slope;
    this.curvature = curvature;
    disjoint =
        shape.dilationHeight() == 1
            && shape.dilationWidth() == 1
            && shape.strideHeight() >= shape.windowHeight()
            && shape.strideWidth() >= shape.windowWidth();
    covering =
        disjoint
            && shape.outputHeight() * shape.windowHeight() == shape.inputHeight()
            && shape.outputWidth() * shape.windowWidth() == shape.inputWidth();
    this.pixelSize = pixelSize;
    this.team = team;
    long elements = (long) shape.planes() * shape.inputHeight() * shape.inputWidth() * pixelSize;
    members = (int) Math.max(1, Math.min(team.size(), elements / WORTH_A_THREAD));
    windowSize = shape.windowHeight() * shape.windowWidth();
    taps = new int[members * windowSize];
  }

  /** Computes y from x. */
  public void forward(float[] x, int xOffset, float[] y, int yOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    try {
      team.run(members, forward);
    } finally {
      forget();
    }
  }

  /** Computes dx from the forward input x and dy. */
  public void gradient(float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.y = dx;
    this.yOffset = dxOffset;
    try {
      team.run(members, gradient);
    } finally {
      forget();
    }
  }

  private void forget() {
    x = NOTHING;
    dy = NOTHING;
    y = NOTHING;
  }

  private static int start(int part, int of, int count) {
    return (int) ((long) part * count / of);
  }

  private void forward(int part, int of) {
    int rows = shape.planes() * shape.outputHeight();
    int firstTap = part * windowSize;
    for (int row = start(part, of, rows); row < start(part + 1, of, rows); row++) {
      int plane = row / shape.outputHeight();
      int source = xOffset + plane * planeSize();
      for (int column = 0; column < shape.outputWidth(); column++) {
        int count = window(row % shape.outputHeight(), column, firstTap);
        int target = yOffset + (row * shape.outputWidth() + column) * pixelSize;
        maximum(taps, firstTap, count, pixelSize, x, source, y, target);
      }
    }
  }

  /** Parts are rows of windows, or spans of a pixel where windows overlap: none shares elements. */
  private void gradient(int part, int of) {
    if (disjoint) {
      disjointGradient(part, of);
      return;
    }
    int vectors = pixelSize / LANES;
    int from = start(part, of, vectors) * LANES;
    int length = start(part + 1, of, vectors) * LANES - from;
    int outputs = shape.outputHeight() * shape.outputWidth();
    for (int plane = 0; plane < shape.planes(); plane++) {
      int source = plane * planeSize() + from;
      for (int at = 0; at < planeSize(); at += pixelSize) {
        Arrays.fill(y, yOffset + source + at, yOffset + source + at + length, 0f);
      }
      for (int output = 0; output < outputs; output++) {
        share(part, plane, output, from, length);
      }
    }
  }

  private void disjointGradient(int part, int of) {
    int rows = shape.planes() * shape.outputHeight();
    for (int row = start(part, of, rows); row < start(part + 1, of, rows); row++) {
      int plane = row / shape.outputHeight();
      int outputRow = row % shape.outputHeight();
      if (!covering) {
        int rowSize = shape.inputWidth() * pixelSize;
        int at = yOffset + plane * planeSize();
        Arrays.fill(
            y, at + firstRow(outputRow) * rowSize, at + firstRow(outputRow + 1) * rowSize, 0f);
      }
      for (int column = 0; column < shape.outputWidth(); column++) {
        share(part, plane, outputRow * shape.outputWidth() + column, 0, pixelSize);
      }
    }
  }

  /** The first row of the input that is cleared with a row of windows; the last takes the rest. */
  private int firstRow(int outputRow) {
    if (outputRow == 0) {
      return 0;
    }
    int row = outputRow * shape.strideHeight() - shape.padTop();
    return outputRow == shape.outputHeight()
        ? shape.inputHeight()
        : Math.max(0, Math.min(shape.inputHeight(), row));
  }

  private void share(int part, int plane, int output, int from, int length) {
    int firstTap = part * windowSize;
    int count = window(output / shape.outputWidth(), output % shape.outputWidth(), firstTap);
    int outputs = shape.outputHeight() * shape.outputWidth();
    int source = plane * planeSize() + from;
    share(
        taps,
        firstTap,
        count,
        length,
        slope,
        curvature,
        x,
        xOffset + source,
        dy,
        dyOffset + (plane * outputs + output) * pixelSize + from,
        y,
        yOffset + source,
        !disjoint);
  }

  private int planeSize() {
    return shape.inputHeight() * shape.inputWidth() * pixelSize;
  }

  /** Puts the places of a window's pixels, in row-major order, into the table; returns how many. */
  private int window(int outputRow, int outputColumn, int firstTap) {
    int count = 0;
    for (int r = 0; r < shape.windowHeight(); r++) {
      int row = outputRow * shape.strideHeight() - shape.padTop() + r * shape.dilationHeight();
      for (int s = 0; s < shape.windowWidth(); s++) {
        int column =
            outputColumn * shape.strideWidth() - shape.padLeft() + s * shape.dilationWidth();
        if (row >= 0 && row < shape.inputHeight() && column >= 0 && column < shape.inputWidth()) {
          taps[firstTap + count++] = (row * shape.inputWidth() + column) * pixelSize;
        }
      }
    }
    return count;
  }

  // No vector is passed from method to method below: one that is not inlined would be allocated.

  private static void maximum(
      int[] taps,
      int firstTap,
      int count,
      int length,
      float[] x,
      int source,
      float[] y,
      int target) {
    for (int next = 0; next < length; next += LANES) {
      // The last vector begins inside the one before it.
      int i = Math.min(next, length - LANES);
      FloatVector best = FloatVector.fromArray(FLOAT, x, source + taps[firstTap] + i);
      for (int tap = 1; tap < count; tap++) {
        FloatVector v = FloatVector.fromArray(FLOAT, x, source + taps[firstTap + tap] + i);
        VectorMask<Float> keeps =
            v.compare(VectorOperators.LE, best).or(best.compare(VectorOperators.NE, best));
        best = v.blend(best, keeps);
      }
      best.intoArray(y, target + i);
    }
  }

  /** Adds gradients to the winners of a window. */
  private static void share(
      int[] taps,
      int firstTap,
      int count,
      int length,
      float slope,
      float curvature,
      float[] x,
      int source,
      float[] dy,
      int given,
      float[] dx,
      int target,
      boolean accumulate) {
    FloatVector slopes = FloatVector.broadcast(FLOAT, slope);
    FloatVector zero = FloatVector.zero(FLOAT);
    for (int next = 0; next < length; next += LANES) {
      int i = Math.min(next, length - LANES);
      FloatVector best = FloatVector.fromArray(FLOAT, x, source + taps[firstTap] + i);
      // Numbered in fp32: a mask that is cast to another type is allocated.
      FloatVector winner = FloatVector.zero(FLOAT);
      for (int tap = 1; tap < count; tap++) {
        FloatVector v = FloatVector.fromArray(FLOAT, x, source + taps[firstTap + tap] + i);
        VectorMask<Float> keeps =
            v.compare(VectorOperators.LE, best).or(best.compare(VectorOperators.NE, best));
        best = v.blend(best, keeps);
        winner = FloatVector.broadcast(FLOAT, tap).blend(winner, keeps);
      }
      // The winner's own value is the best, so the derivative is taken once for a window.
      FloatVector gradient = FloatVector.fromArray(FLOAT, dy, given + i);
      if (curvature != 0) {
        gradient =
            best.mul(best).fma(FloatVector.broadcast(FLOAT, -curvature), slopes).mul(gradient);
      }
      if (accumulate) {
        for (int tap = 0; tap < count; tap++) {
          int at = target + taps[firstTap + tap] + i;
          FloatVector sum = FloatVector.fromArray(FLOAT, dx, at);
          sum.blend(sum.add(gradient), winner.compare(VectorOperators.EQ, tap)).intoArray(dx, at);
        }
      } else {
        for (int tap = 0; tap < count; tap++) {
          zero.blend(gradient, winner.compare(VectorOperators.EQ, tap))
              .intoArray(dx, target + taps[firstTap + tap] + i);
        }
      }
    }
  }
}
