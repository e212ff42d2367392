// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.pooling;

import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A plan for max-pooling and its gradient. The largest element of a window wins, of equal ones the
 * first in row-major order; NaN is larger than every number, and the first NaN wins. Elements
 * outside the input do not take part; a dilated window that has none inside gives minus infinity.
 * The gradient finds the winners again from the input, so that no indices are kept.
 *
 * <p>Threads divide the planes. A plan is run by one thread at a time.
 */
public final class MaxPooling {

  private static final float[] NOTHING = {};
  private static final int WORTH_A_THREAD = 16_384;

  private final PoolingShape shape;
  private final WorkerTeam team;
  private final boolean pairs;
  private final @Nullable TileMaxPooling tiles;
  private final int parts;
  private final Task forward = this::forward;
  private final Task gradient = this::gradient;

  private float[] x = NOTHING;
  private int xOffset;
  private float[] y = NOTHING;
  private int yOffset;
  private float[] dx = NOTHING;
  private int dxOffset;

  /**
   * Plans a pooling for a team.
   *
   * @param shape the sizes
   * @param team the threads that share the work
   */
  public MaxPooling(PoolingShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    pairs = shape.tiles() && shape.windowHeight() == 2 && shape.windowWidth() == 2;
    tiles = !pairs && TileMaxPooling.has(shape) ? new TileMaxPooling(shape) : null;
    int worth = Math.max(1, shape.inputSize() / WORTH_A_THREAD);
    parts = Math.max(1, Math.min(Math.min(team.size(), worth), shape.planes()));
  }

  /**
   * Computes the largest elements.
   *
   * @param x input, planes x H x W
   * @param y output, planes x OH x OW; must not overlap the input
   */
  public void forward(float[] x, int xOffset, float[] y, int yOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    try {
      team.run(parts, forward);
    } finally {
      release();
    }
  }

  /**
   * Computes the gradient of the input: each window's gradient goes to its winner, sums where
   * windows share one (in row-major order of the windows), zero elsewhere.
   *
   * @param x the input of the forward pass
   * @param dy gradient of the output, planes x OH x OW
   * @param dx receives the gradient of the input, planes x H x W; must not overlap the others
   */
  public void gradient(float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.y = dy;
    this.yOffset = dyOffset;
    this.dx = dx;
    this.dxOffset = dxOffset;
    try {
      team.run(parts, gradient);
    } finally {
      release();
    }
  }

  private void release() {
    x = NOTHING;
    y = NOTHING;
    dx = NOTHING;
  }

  private void forward(int part, int of) {
    int from = (int) ((long) part * shape.planes() / of);
    int to = (int) ((long) (part + 1) * shape.planes() / of);
    int plane = shape.inputHeight() * shape.inputWidth();
    int outputPlane = shape.outputHeight() * shape.outputWidth();
    for (int i = from; i < to; i++) {
      int source = xOffset + i * plane;
      int target = yOffset + i * outputPlane;
      if (pairs) {
        forwardPairs(source, target);
      } else if (tiles != null) {
        tiles.forward(x, source, y, target);
      } else {
        forwardPlane(source, target);
      }
    }
  }

  private void forwardPairs(int source, int target) {
    int width = shape.inputWidth();
    int outputWidth = shape.outputWidth();
    for (int oy = 0; oy < shape.outputHeight(); oy++) {
      int row = source + 2 * oy * width;
      PairPooling.forwardRow(x, row, width, y, target + oy * outputWidth, outputWidth);
    }
  }

  private void forwardPlane(int source, int target) {
    int out = target;
    for (int oy = 0; oy < shape.outputHeight(); oy++) {
      for (int ox = 0; ox < shape.outputWidth(); ox++) {
        int winner = winner(source, oy, ox);
        y[out++] = winner < 0 ? Float.NEGATIVE_INFINITY : x[winner];
      }
    }
  }

  /** The index of the element that wins a window; -1 if the window has no element in the input. */
  private int winner(int source, int oy, int ox) {
    int width = shape.inputWidth();
    int corner =
        source
            + (oy * shape.strideHeight() - shape.padTop()) * width
            + ox * shape.strideWidth()
            - shape.padLeft();
    int firstRow = shape.firstRow(oy);
    int endRow = shape.endRow(oy);
    int firstColumn = shape.firstColumn(ox);
    int endColumn = shape.endColumn(ox);
    if (endRow <= firstRow || endColumn <= firstColumn) {
      return -1;
    }
    int rowStep = shape.dilationHeight() * width;
    int winner = corner + firstRow * rowStep + firstColumn * shape.dilationWidth();
    float best = x[winner];
    for (int wy = firstRow; wy < endRow; wy++) {
      for (int wx = firstColumn; wx < endColumn; wx++) {
        int at = corner + wy * rowStep + wx * shape.dilationWidth();
        if (PairPooling.beats(x[at], best)) {
          best = x[at];
          winner = at;
        }
      }
    }
    return winner;
  }

  private void gradient(int part, int of) {
    int from = (int) ((long) part * shape.planes() / of);
    int to = (int) ((long) (part + 1) * shape.planes() / of);
    int plane = shape.inputHeight() * shape.inputWidth();
    int outputPlane = shape.outputHeight() * shape.outputWidth();
    if (tiles == null) {
      Arrays.fill(dx, dxOffset + from * plane, dxOffset + to * plane, 0f);
    }
    for (int i = from; i < to; i++) {
      int source = xOffset + i * plane;
      int gradientSource = yOffset + i * outputPlane;
      int target = dxOffset + i * plane;
      if (pairs) {
        gradientPairs(source, gradientSource, target);
      } else if (tiles != null) {
        tiles.gradient(x, source, y, gradientSource, dx, target);
      } else {
        gradientPlane(source, gradientSource, target);
      }
    }
  }

  private void gradientPairs(int source, int gradientSource, int target) {
    int width = shape.inputWidth();
    int outputWidth = shape.outputWidth();
    for (int oy = 0; oy < shape.outputHeight(); oy++) {
      int row = 2 * oy * width;
      int in = gradientSource + oy * outputWidth;
      PairPooling.gradientRow(x, source + row, width, y, in, outputWidth, dx, target + row);
    }
  }

  private void gradientPlane(int source, int gradientSource, int target) {
    int in = gradientSource;
    for (int oy = 0; oy < shape.outputHeight(); oy++) {
      for (int ox = 0; ox < shape.outputWidth(); ox++) {
        int winner = winner(source, oy, ox);
        if (winner >= 0) {
          dx[target - source + winner] += y[in];
        }
        in++;
      }
    }
  }
}
