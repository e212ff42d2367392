// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Reductions and the matrix product. */
final class ReductionOracle {
  private ReductionOracle() {}

  static OracleTensor evaluate(Reduction op, OracleTensor x) {
    return switch (op) {
      case Reduction.ReduceSum(List<Integer> axes) -> sum(x, axes, result(op, x));
      case Reduction.ReduceMax(List<Integer> axes) -> max(x, axes, result(op, x));
      case Reduction.ArgMax(int axis) -> argMax(x, axis, result(op, x));
    };
  }

  private static OracleTensor result(Reduction op, OracleTensor x) {
    return OracleTensor.zeros(op.infer(List.of(x.type())).get(0));
  }

  private static OracleTensor sum(OracleTensor x, List<Integer> axes, OracleTensor result) {
    Indices.forEach(
        x.shape(),
        index -> {
          int place = Indices.offset(result.shape(), kept(index, axes));
          double sum = result.get(place) + x.get(Indices.offset(x.shape(), index));
          // Sums of I32 wrap; below 2^53 the double before wrapping is exact.
          result.set(place, x.dtype() == DType.I32 ? (int) (long) sum : sum);
        });
    return result;
  }

  private static OracleTensor max(OracleTensor x, List<Integer> axes, OracleTensor result) {
    Arrays.fill(result.values(), Double.NEGATIVE_INFINITY);
    Indices.forEach(
        x.shape(),
        index -> {
          int place = Indices.offset(result.shape(), kept(index, axes));
          double value = x.get(Indices.offset(x.shape(), index));
          result.set(place, Math.max(result.get(place), value));
        });
    return result;
  }

  private static OracleTensor argMax(OracleTensor x, int axis, OracleTensor result) {
    Indices.forEach(
        result.shape(),
        index -> {
          int[] source = new int[x.shape().rank()];
          for (int i = 0, j = 0; i < source.length; i++) {
            source[i] = i == axis ? 0 : index[j++];
          }
          int best = 0;
          double largest = x.get(Indices.offset(x.shape(), source));
          for (int candidate = 1; candidate < x.shape().dimension(axis); candidate++) {
            source[axis] = candidate;
            double value = x.get(Indices.offset(x.shape(), source));
            if (beats(value, largest)) {
              largest = value;
              best = candidate;
            }
          }
          result.set(Indices.offset(result.shape(), index), best);
        });
    return result;
  }

  /** Whether a later element wins over an earlier one: larger, or the first NaN. */
  static boolean beats(double later, double earlier) {
    return !Double.isNaN(earlier) && (Double.isNaN(later) || later > earlier);
  }

  private static int[] kept(int[] index, List<Integer> axes) {
    int[] result = new int[index.length - axes.size()];
    for (int axis = 0, next = 0; axis < index.length; axis++) {
      if (!axes.contains(axis)) {
        result[next++] = index[axis];
      }
    }
    return result;
  }

  static OracleTensor matMul(MatMul op, OracleTensor a, OracleTensor b) {
    Shape shape = op.infer(List.of(a.type(), b.type())).get(0).shape();
    OracleTensor result = OracleTensor.zeros(a.type().withShape(shape));
    int inner = a.shape().dimension(op.transposeA() ? -2 : -1);
    int rank = shape.rank();
    Indices.forEach(
        shape,
        index -> {
          int[] left = index.clone();
          int[] right = index.clone();
          int row = index[rank - 2];
          int column = index[rank - 1];
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            left[rank - 2] = op.transposeA() ? k : row;
            left[rank - 1] = op.transposeA() ? row : k;
            right[rank - 2] = op.transposeB() ? column : k;
            right[rank - 1] = op.transposeB() ? k : column;
            sum += a.get(Indices.offset(a.shape(), left)) * b.get(Indices.offset(b.shape(), right));
          }
          result.set(Indices.offset(shape, index), sum);
        });
    return result;
  }
}
