// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Philox;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;

/** Bilinear grid sampling and random numbers. */
final class SamplingOracle {
  private SamplingOracle() {}

  static OracleTensor gridSample(GridSample op, OracleTensor x, OracleTensor grid) {
    Shape shape =
        Shape.of(
            x.shape().dimension(0),
            x.shape().dimension(1),
            grid.shape().dimension(1),
            grid.shape().dimension(2));
    OracleTensor result = OracleTensor.zeros(x.type().withShape(shape));
    Indices.forEach(
        shape,
        index -> {
          int n = index[0];
          int c = index[1];
          double column = grid.get(Indices.offset(grid.shape(), n, index[2], index[3], 0));
          double row = grid.get(Indices.offset(grid.shape(), n, index[2], index[3], 1));
          int i = (int) Math.floor(row);
          int j = (int) Math.floor(column);
          double fraction = row - i;
          double columnFraction = column - j;
          double top =
              (1 - columnFraction) * pixel(op, x, n, c, i, j)
                  + columnFraction * pixel(op, x, n, c, i, j + 1);
          double bottom =
              (1 - columnFraction) * pixel(op, x, n, c, i + 1, j)
                  + columnFraction * pixel(op, x, n, c, i + 1, j + 1);
          result.set(Indices.offset(shape, index), (1 - fraction) * top + fraction * bottom);
        });
    return result;
  }

  private static double pixel(GridSample op, OracleTensor x, int n, int c, int row, int column) {
    int lastRow = x.shape().dimension(2) - 1;
    int lastColumn = x.shape().dimension(3) - 1;
    boolean inside = row >= 0 && row <= lastRow && column >= 0 && column <= lastColumn;
    return switch (op.border()) {
      case ZERO -> inside ? x.get(Indices.offset(x.shape(), n, c, row, column)) : 0;
      case REPLICATE ->
          x.get(
              Indices.offset(
                  x.shape(), n, c, Indices.clamp(row, lastRow), Indices.clamp(column, lastColumn)));
    };
  }

  static OracleTensor random(Random op, OracleTensor key, OracleTensor counter) {
    boolean uniform = op.distribution() == Random.Distribution.UNIFORM;
    TensorType type = new TensorType(uniform ? DType.F32 : DType.I32, op.shape());
    OracleTensor result = OracleTensor.zeros(type);
    int rows = counter.shape().rank() == 2 ? counter.shape().dimension(0) : 1;
    int perRow = result.size() / rows;
    for (int i = 0; i < result.size(); i++) {
      int row = i / perRow;
      int word =
          Philox.word(
              (int) key.get(0),
              (int) key.get(1),
              (int) counter.get(2 * row),
              (int) counter.get(2 * row + 1),
              i % perRow);
      result.set(i, uniform ? Philox.uniform(word) : word);
    }
    return result;
  }
}
