// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.pooling;

import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;

/**
 * A plan for average-pooling and its gradient. The divisor is either the number of a window's
 * elements that lie in the input, or the number that lie in the input or its padding (elements past
 * the padding, which ceil mode brings, never count). A dilated window without elements in the input
 * gives 0 / 0 = NaN in the first case.
 *
 * <p>Threads divide the planes. A plan is run by one thread at a time.
 */
public final class AveragePooling {

  private static final float[] NOTHING = {};
  private static final int WORTH_A_THREAD = 16_384;

  private final PoolingShape shape;
  private final boolean countPadding;
  private final WorkerTeam team;
  private final int parts;
  private final Task forward = this::forward;
  private final Task gradient = this::gradient;

  private float[] source = NOTHING;
  private int sourceOffset;
  private float[] target = NOTHING;
  private int targetOffset;

  /**
   * Plans a pooling for a team.
   *
   * @param shape the sizes
   * @param countPadding whether padding counts as zeros in the average
   * @param team the threads that share the work
   */
  public AveragePooling(PoolingShape shape, boolean countPadding, WorkerTeam team) {
    this.shape = shape;
    this.countPadding = countPadding;
    this.team = team;
    int worth = Math.max(1, shape.inputSize() / WORTH_A_THREAD);
    parts = Math.max(1, Math.min(Math.min(team.size(), worth), shape.planes()));
  }

  /**
   * Computes the averages.
   *
   * @param x input, planes x H x W
   * @param y output, planes x OH x OW; must not overlap the input
   */
  public void forward(float[] x, int xOffset, float[] y, int yOffset) {
    run(forward, x, xOffset, y, yOffset);
  }

  /**
   * Computes the gradient of the input: each window's gradient, divided as in the forward pass,
   * goes to all its elements.
   *
   * @param dy gradient of the output, planes x OH x OW
   * @param dx receives the gradient of the input, planes x H x W; must not overlap dy
   */
  public void gradient(float[] dy, int dyOffset, float[] dx, int dxOffset) {
    run(gradient, dy, dyOffset, dx, dxOffset);
  }

  private void run(Task task, float[] from, int fromOffset, float[] to, int toOffset) {
    source = from;
    sourceOffset = fromOffset;
    target = to;
    targetOffset = toOffset;
    try {
      team.run(parts, task);
    } finally {
      source = NOTHING;
      target = NOTHING;
    }
  }

  /** The divisor of a window. */
  private float divisor(int oy, int ox) {
    int rows = Math.max(0, shape.endRow(oy) - shape.firstRow(oy));
    int columns = Math.max(0, shape.endColumn(ox) - shape.firstColumn(ox));
    if (countPadding) {
      rows =
          counted(
              oy * shape.strideHeight(),
              shape.windowHeight(),
              shape.dilationHeight(),
              shape.inputHeight() + shape.padTop() + shape.padBottom());
      columns =
          counted(
              ox * shape.strideWidth(),
              shape.windowWidth(),
              shape.dilationWidth(),
              shape.inputWidth() + shape.padLeft() + shape.padRight());
    }
    return (float) rows * columns;
  }

  private static int counted(int start, int window, int dilation, int padded) {
    return Math.min(window, Math.ceilDiv(padded - start, dilation));
  }

  private int corner(int plane, int oy, int ox) {
    return plane
        + (oy * shape.strideHeight() - shape.padTop()) * shape.inputWidth()
        + ox * shape.strideWidth()
        - shape.padLeft();
  }

  private void forward(int part, int of) {
    int from = (int) ((long) part * shape.planes() / of);
    int to = (int) ((long) (part + 1) * shape.planes() / of);
    int plane = shape.inputHeight() * shape.inputWidth();
    int rowStep = shape.dilationHeight() * shape.inputWidth();
    int columnStep = shape.dilationWidth();
    int out = targetOffset + from * shape.outputHeight() * shape.outputWidth();
    for (int i = from; i < to; i++) {
      for (int oy = 0; oy < shape.outputHeight(); oy++) {
        int firstRow = shape.firstRow(oy);
        int endRow = shape.endRow(oy);
        for (int ox = 0; ox < shape.outputWidth(); ox++) {
          int corner = corner(sourceOffset + i * plane, oy, ox);
          int firstColumn = shape.firstColumn(ox);
          int endColumn = shape.endColumn(ox);
          float sum = 0;
          for (int wy = firstRow; wy < endRow; wy++) {
            for (int wx = firstColumn; wx < endColumn; wx++) {
              sum += source[corner + wy * rowStep + wx * columnStep];
            }
          }
          target[out++] = sum / divisor(oy, ox);
        }
      }
    }
  }

  private void gradient(int part, int of) {
    int from = (int) ((long) part * shape.planes() / of);
    int to = (int) ((long) (part + 1) * shape.planes() / of);
    int plane = shape.inputHeight() * shape.inputWidth();
    int rowStep = shape.dilationHeight() * shape.inputWidth();
    int columnStep = shape.dilationWidth();
    int in = sourceOffset + from * shape.outputHeight() * shape.outputWidth();
    Arrays.fill(target, targetOffset + from * plane, targetOffset + to * plane, 0f);
    for (int i = from; i < to; i++) {
      for (int oy = 0; oy < shape.outputHeight(); oy++) {
        int firstRow = shape.firstRow(oy);
        int endRow = shape.endRow(oy);
        for (int ox = 0; ox < shape.outputWidth(); ox++) {
          int corner = corner(targetOffset + i * plane, oy, ox);
          int firstColumn = shape.firstColumn(ox);
          int endColumn = shape.endColumn(ox);
          float share = source[in++] / divisor(oy, ox);
          for (int wy = firstRow; wy < endRow; wy++) {
            for (int wx = firstColumn; wx < endColumn; wx++) {
              target[corner + wy * rowStep + wx * columnStep] += share;
            }
          }
        }
      }
    }
  }
}
