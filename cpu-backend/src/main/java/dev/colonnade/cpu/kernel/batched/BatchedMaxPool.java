// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.pooling.PoolingShape;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Max-pooling of blocks of images, and its gradient: windows of pixels, each a run of memory with
 * all channels of all images of a block, compared vector by vector. Of equal elements the first in
 * row-major order of the window wins; NaN wins over numbers.
 */
public final class BatchedMaxPool {
  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final VectorSpecies<Integer> INT = Simd.INT;
  private static final int LANES = Simd.LANES;
  private static final float[] NOTHING = {};
  private static final int WORTH_A_THREAD = 32_768;

  private final PoolingShape shape;
  private final int pixelSize;
  private final WorkerTeam team;
  private final int members;
  private final Task forward = this::forward;
  private final Task gradient = this::gradient;
  private final boolean disjoint;

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
   * @param team the threads that share the work
   */
  public BatchedMaxPool(PoolingShape shape, int pixelSize, WorkerTeam team) {
    this.shape = shape;
    this.pixelSize = pixelSize;
    this.team = team;
    long elements = (long) shape.planes() * shape.inputHeight() * shape.inputWidth() * pixelSize;
    members = (int) Math.max(1, Math.min(team.size(), elements / WORTH_A_THREAD));
    disjoint =
        shape.strideHeight() >= shape.dilationHeight() * (shape.windowHeight() - 1) + 1
            && shape.strideWidth() >= shape.dilationWidth() * (shape.windowWidth() - 1) + 1;
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
  public void gradient(
      float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
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

  private int start(int part, int of, int count) {
    return (int) ((long) part * count / of);
  }

  private void forward(int part, int of) {
    int rows = shape.planes() * shape.outputHeight();
    for (int row = start(part, of, rows); row < start(part + 1, of, rows); row++) {
      int plane = row / shape.outputHeight();
      for (int column = 0; column < shape.outputWidth(); column++) {
        int top = top(row % shape.outputHeight());
        int bottom = bottom(row % shape.outputHeight());
        int left = left(column);
        int right = right(column);
        int first = xOffset + plane * shape.inputHeight() * shape.inputWidth() * pixelSize;
        int target = yOffset + (row * shape.outputWidth() + column) * pixelSize;
        for (int i = 0; i < pixelSize; i += LANES) {
          maximum(top, bottom, left, right, first + i).intoArray(y, target + i);
        }
      }
    }
  }

  private FloatVector maximum(int top, int bottom, int left, int right, int first) {
    FloatVector best = FloatVector.broadcast(FLOAT, Float.NEGATIVE_INFINITY);
    boolean begun = false;
    for (int row = top; row < bottom; row += shape.dilationHeight()) {
      for (int column = left; column < right; column += shape.dilationWidth()) {
        FloatVector v =
            FloatVector.fromArray(FLOAT, x, first + (row * shape.inputWidth() + column) * pixelSize);
        best = begun ? best.blend(v, wins(v, best)) : v;
        begun = true;
      }
    }
    return best;
  }

  /** Greater, or the first NaN. */
  private static VectorMask<Float> wins(FloatVector v, FloatVector best) {
    return v.compare(VectorOperators.LE, best).or(best.compare(VectorOperators.NE, best)).not();
  }

  /** Parts are blocks of images and spans of a pixel: no two write the same element. */
  private void gradient(int part, int of) {
    int vectors = pixelSize / LANES;
    int from = start(part, of, vectors) * LANES;
    int to = start(part + 1, of, vectors) * LANES;
    for (int plane = 0; plane < shape.planes(); plane++) {
      gradient(plane, from, to);
    }
  }

  private void gradient(int plane, int from, int to) {
    int pixels = shape.inputHeight() * shape.inputWidth();
    int first = plane * pixels * pixelSize;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = yOffset + first + pixel * pixelSize;
      Arrays.fill(y, at + from, at + to, 0f);
    }
    for (int row = 0; row < shape.outputHeight(); row++) {
      for (int column = 0; column < shape.outputWidth(); column++) {
        int top = top(row);
        int bottom = bottom(row);
        int left = left(column);
        int right = right(column);
        int source =
            dyOffset
                + ((plane * shape.outputHeight() + row) * shape.outputWidth() + column) * pixelSize;
        for (int i = from; i < to; i += LANES) {
          share(top, bottom, left, right, first + i, FloatVector.fromArray(FLOAT, dy, source + i));
        }
      }
    }
  }

  /** Adds a gradient to the winner of a window. */
  private void share(int top, int bottom, int left, int right, int first, FloatVector gradient) {
    FloatVector best = FloatVector.zero(FLOAT);
    IntVector winner = IntVector.zero(INT);
    int number = 0;
    for (int row = top; row < bottom; row += shape.dilationHeight()) {
      for (int column = left; column < right; column += shape.dilationWidth()) {
        int at = xOffset + first + (row * shape.inputWidth() + column) * pixelSize;
        FloatVector v = FloatVector.fromArray(FLOAT, x, at);
        if (number == 0) {
          best = v;
        } else {
          VectorMask<Float> wins = wins(v, best);
          best = best.blend(v, wins);
          winner = winner.blend(number, wins.cast(INT));
        }
        number++;
      }
    }
    number = 0;
    for (int row = top; row < bottom; row += shape.dilationHeight()) {
      for (int column = left; column < right; column += shape.dilationWidth()) {
        int at = yOffset + first + (row * shape.inputWidth() + column) * pixelSize;
        VectorMask<Float> won = winner.compare(VectorOperators.EQ, number).cast(FLOAT);
        FloatVector own = FloatVector.zero(FLOAT).blend(gradient, won);
        (disjoint ? own : FloatVector.fromArray(FLOAT, y, at).add(own)).intoArray(y, at);
        number++;
      }
    }
  }

  private int top(int row) {
    return inside(row * shape.strideHeight() - shape.padTop(), shape.dilationHeight());
  }

  private int bottom(int row) {
    int reach = shape.dilationHeight() * (shape.windowHeight() - 1) + 1;
    return Math.min(shape.inputHeight(), row * shape.strideHeight() - shape.padTop() + reach);
  }

  private int left(int column) {
    return inside(column * shape.strideWidth() - shape.padLeft(), shape.dilationWidth());
  }

  private int right(int column) {
    int reach = shape.dilationWidth() * (shape.windowWidth() - 1) + 1;
    return Math.min(shape.inputWidth(), column * shape.strideWidth() - shape.padLeft() + reach);
  }

  /** The first of a window's rows or columns that is in the image. */
  private static int inside(int first, int dilation) {
    return first >= 0 ? first : first + Math.ceilDiv(-first, dilation) * dilation;
  }
}
