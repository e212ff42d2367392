// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;

/** Bilinear sampling: each place of the grid reads four neighbours in each map. */
final class PlainSampling implements Instruction {
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

  @Override
  public void run(Frame frame) {
    float[] input = frame.floats(x);
    float[] where = frame.floats(grid);
    float[] target = frame.floats(y);
    for (int image = 0; image < images; image++) {
      for (int place = 0; place < places; place++) {
        int at = frame.offset(grid) + 2 * (image * places + place);
        double floorColumn = Math.floor(where[at]);
        double floorRow = Math.floor(where[at + 1]);
        float right = (float) (where[at] - floorColumn);
        float down = (float) (where[at + 1] - floorRow);
        int column = (int) floorColumn;
        int row = (int) floorRow;
        for (int map = 0; map < maps; map++) {
          int plane = frame.offset(x) + (image * maps + map) * height * width;
          float top =
              (1 - right) * pixel(input, plane, row, column)
                  + right * pixel(input, plane, row, column + 1);
          float bottom =
              (1 - right) * pixel(input, plane, row + 1, column)
                  + right * pixel(input, plane, row + 1, column + 1);
          target[frame.offset(y) + (image * maps + map) * places + place] =
              (1 - down) * top + down * bottom;
        }
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
