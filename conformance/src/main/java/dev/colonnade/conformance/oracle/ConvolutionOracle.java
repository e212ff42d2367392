// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Convolution and its gradients. All three are the same seven loops over x, filter and y; they
 * differ in which of the three is the sum.
 */
final class ConvolutionOracle {
  private ConvolutionOracle() {}

  static OracleTensor evaluate(ConvolutionOp op, List<OracleTensor> operands) {
    OracleTensor first = operands.get(0);
    OracleTensor second = operands.get(1);
    OracleTensor result = OracleTensor.zeros(op.infer(types(operands)).get(0));
    ConvolutionGeometry geometry = op.geometry();
    switch (op) {
      case ConvolutionOp.Convolution ignored ->
          forEachTap(
              geometry,
              first.shape(),
              second.shape(),
              result.shape(),
              (x, filter, y) -> add(result, y, first.get(x) * second.get(filter)));
      case ConvolutionOp.ConvolutionInputGradient gradient ->
          forEachTap(
              geometry,
              gradient.inputShape(),
              second.shape(),
              first.shape(),
              (x, filter, y) -> add(result, x, first.get(y) * second.get(filter)));
      case ConvolutionOp.ConvolutionFilterGradient gradient ->
          forEachTap(
              geometry,
              first.shape(),
              gradient.filterShape(),
              second.shape(),
              (x, filter, y) -> add(result, filter, first.get(x) * second.get(y)));
    }
    return result;
  }

  private static List<TensorType> types(List<OracleTensor> operands) {
    return operands.stream().map(OracleTensor::type).toList();
  }

  private static void add(OracleTensor tensor, int place, double value) {
    tensor.set(place, tensor.get(place) + value);
  }

  /** One product of the sum: the places of its input element, weight and output element. */
  private interface Tap {
    void at(int x, int filter, int y);
  }

  private static void forEachTap(
      ConvolutionGeometry geometry, Shape x, Shape filter, Shape y, Tap tap) {
    int inputMapsOfGroup = filter.dimension(1);
    int outputMapsOfGroup = filter.dimension(0) / geometry.groups();
    for (int n = 0; n < y.dimension(0); n++) {
      for (int m = 0; m < y.dimension(1); m++) {
        int group = m / outputMapsOfGroup;
        for (int p = 0; p < y.dimension(2); p++) {
          for (int q = 0; q < y.dimension(3); q++) {
            for (int c = 0; c < inputMapsOfGroup; c++) {
              for (int r = 0; r < filter.dimension(2); r++) {
                int row =
                    p * geometry.strideHeight() - geometry.padTop() + r * geometry.dilationHeight();
                for (int s = 0; s < filter.dimension(3); s++) {
                  int column =
                      q * geometry.strideWidth()
                          - geometry.padLeft()
                          + s * geometry.dilationWidth();
                  if (row >= 0 && row < x.dimension(2) && column >= 0 && column < x.dimension(3)) {
                    tap.at(
                        Indices.offset(x, n, group * inputMapsOfGroup + c, row, column),
                        Indices.offset(filter, m, c, r, s),
                        Indices.offset(y, n, m, p, q));
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
