// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.RangedInstruction;

/** Bilinear sampling: each place of the grid reads four neighbours in each map. */
final class PlainSampling implements RangedInstruction {
  private static final int WORTH_A_THREAD = 4096;

  private final boolean replicate;
  private final int images;
  private final int maps;
  private final int height;
  private final int width;
  private final int places;
  private final int x;
  private final int grid;
  private final int y;

  PlainSampling(GridSample op, Call call) {
    Shape input = call.operandType(0).shape();
    Shape output = call.resultType(0).shape();
    replicate = op.border() == GridSample.Border.REPLICATE;
    images = input.dimension(0);
    maps = input.dimension(1);
    height = input.dimension(2);
    width = input.dimension(3);
    places = output.dimension(2) * output.dimension(3);
    x = call.operand(0);
    grid = call.operand(1);
    y = call.result(0);
  }

  /** The places of all images. */
  @Override
  public int items() {
    return Math.multiplyExact(images, places);
  }

  @Override
  public int worthAThread() {
    return WORTH_A_THREAD;
  }

  @Override
  public void run(Frame frame, int from, int to) {
    for (int at = from; at < to; ) {
      int image = at / places;
      int end = Math.min(to, (image + 1) * places);
      sample(frame, image, at - image * places, end - image * places);
      at = end;
    }
  }

  private void sample(Frame frame, int image, int firstPlace, int endPlace) {
    float[] input = frame.floats(x);
    float[] where = frame.floats(grid);
    float[] target = frame.floats(y);
    int first = frame.offset(x) + image * maps * height * width;
    for (int place = firstPlace; place < endPlace; place++) {
      int at = frame.offset(grid) + 2 * (image * places + place);
      double floorColumn = Math.floor(where[at]);
      double floorRow = Math.floor(where[at + 1]);
      float right = (float) (where[at] - floorColumn);
      float down = (float) (where[at + 1] - floorRow);
      int column = (int) floorColumn;
      int row = (int) floorRow;
      boolean inside = row >= 0 && row < height - 1 && column >= 0 && column < width - 1;
      for (int map = 0; map < maps; map++) {
        int plane = first + map * height * width;
        float topLeft;
        float topRight;
        float bottomLeft;
        float bottomRight;
        if (inside) {
          int corner = plane + row * width + column;
          topLeft = input[corner];
          topRight = input[corner + 1];
          bottomLeft = input[corner + width];
          bottomRight = input[corner + width + 1];
        } else {
          topLeft = pixel(input, plane, row, column);
          topRight = pixel(input, plane, row, column + 1);
          bottomLeft = pixel(input, plane, row + 1, column);
          bottomRight = pixel(input, plane, row + 1, column + 1);
        }
        float top = (1 - right) * topLeft + right * topRight;
        float bottom = (1 - right) * bottomLeft + right * bottomRight;
        target[frame.offset(y) + (image * maps + map) * places + place] =
            (1 - down) * top + down * bottom;
      }
    }
  }

  private float pixel(float[] input, int plane, int row, int column) {
    if (replicate) {
      int nearestRow = Math.clamp(row, 0, height - 1);
      return input[plane + nearestRow * width + Math.clamp(column, 0, width - 1)];
    }
    return row >= 0 && row < height && column >= 0 && column < width
        ? input[plane + row * width + column]
        : 0;
  }
}
