// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Max-pooling and average-pooling with their gradients. */
final class PoolOracle {
  private PoolOracle() {}

  static OracleTensor evaluate(PoolOp op, List<OracleTensor> operands) {
    List<TensorType> types = operands.stream().map(OracleTensor::type).toList();
    OracleTensor result = OracleTensor.zeros(op.infer(types).get(0));
    OracleTensor operand = operands.get(0);
    switch (op) {
      case PoolOp.MaxPool(PoolGeometry geometry) ->
          forEachWindow(
              result.shape(),
              window -> {
                int winner = winner(operand, geometry, window);
                result.set(
                    Indices.offset(result.shape(), window),
                    winner < 0 ? Double.NEGATIVE_INFINITY : operand.get(winner));
              });
      case PoolOp.MaxPoolGradient(PoolGeometry geometry) -> {
        OracleTensor dy = operands.get(1);
        forEachWindow(
            dy.shape(),
            window -> {
              int winner = winner(operand, geometry, window);
              if (winner >= 0) {
                double share = dy.get(Indices.offset(dy.shape(), window));
                result.set(winner, result.get(winner) + share);
              }
            });
      }
      case PoolOp.AveragePool(PoolGeometry geometry, boolean countPadding) ->
          forEachWindow(
              result.shape(),
              window -> {
                double[] sum = {0};
                forEachElement(
                    operand.shape(), geometry, window, place -> sum[0] += operand.get(place));
                int divisor = divisor(operand.shape(), geometry, countPadding, window);
                result.set(Indices.offset(result.shape(), window), sum[0] / divisor);
              });
      case PoolOp.AveragePoolGradient(
              PoolGeometry geometry,
              boolean countPadding,
              Shape inputShape) ->
          forEachWindow(
              operand.shape(),
              window -> {
                double share =
                    operand.get(Indices.offset(operand.shape(), window))
                        / divisor(inputShape, geometry, countPadding, window);
                forEachElement(
                    inputShape,
                    geometry,
                    window,
                    place -> result.set(place, result.get(place) + share));
              });
    }
    return result;
  }

  /** Place of the largest element of a window, the first in row-major order; -1 if it has none. */
  private static int winner(OracleTensor x, PoolGeometry geometry, int[] window) {
    int[] best = {-1};
    forEachElement(
        x.shape(),
        geometry,
        window,
        place -> {
          if (best[0] < 0 || ReductionOracle.beats(x.get(place), x.get(best[0]))) {
            best[0] = place;
          }
        });
    return best[0];
  }

  private static int divisor(Shape x, PoolGeometry geometry, boolean countPadding, int[] window) {
    int count = 0;
    for (int r = 0; r < geometry.windowHeight(); r++) {
      for (int s = 0; s < geometry.windowWidth(); s++) {
        int row = row(geometry, window, r);
        int column = column(geometry, window, s);
        boolean inside = row >= 0 && row < x.dimension(2) && column >= 0 && column < x.dimension(3);
        boolean padded =
            row >= -geometry.padTop()
                && row < x.dimension(2) + geometry.padBottom()
                && column >= -geometry.padLeft()
                && column < x.dimension(3) + geometry.padRight();
        if (countPadding ? padded : inside) {
          count++;
        }
      }
    }
    return count;
  }

  private static int row(PoolGeometry geometry, int[] window, int r) {
    return window[2] * geometry.strideHeight() - geometry.padTop() + r * geometry.dilationHeight();
  }

  private static int column(PoolGeometry geometry, int[] window, int s) {
    return window[3] * geometry.strideWidth() - geometry.padLeft() + s * geometry.dilationWidth();
  }

  private interface Window {
    void at(int[] index);
  }

  private interface Element {
    void at(int place);
  }

  private static void forEachWindow(Shape y, Window body) {
    Indices.forEach(y, body::at);
  }

  private static void forEachElement(Shape x, PoolGeometry geometry, int[] window, Element body) {
    for (int r = 0; r < geometry.windowHeight(); r++) {
      for (int s = 0; s < geometry.windowWidth(); s++) {
        int row = row(geometry, window, r);
        int column = column(geometry, window, s);
        if (row >= 0 && row < x.dimension(2) && column >= 0 && column < x.dimension(3)) {
          body.at(Indices.offset(x, window[0], window[1], row, column));
        }
      }
    }
  }
}
