// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** Operations that move, repeat or number elements. */
final class ShapeOracle {
  private ShapeOracle() {}

  static OracleTensor evaluate(ShapeOp op, List<OracleTensor> operands) {
    return switch (op) {
      case ShapeOp.Reshape(Shape shape) ->
          OracleTensor.of(
              operands.get(0).type().withShape(shape), operands.get(0).values().clone());
      case ShapeOp.Transpose(List<Integer> permutation) -> transpose(operands.get(0), permutation);
      case ShapeOp.Reverse(List<Integer> axes) -> reverse(operands.get(0), axes);
      case ShapeOp.Broadcast(Shape shape, List<Integer> axes) ->
          broadcast(operands.get(0), shape, axes);
      case ShapeOp.Slice slice -> slice(operands.get(0), slice);
      case ShapeOp.DynamicSlice(Shape shape) ->
          dynamicSlice(operands.get(0), operands.get(1), shape);
      case ShapeOp.DynamicUpdateSlice() ->
          dynamicUpdateSlice(operands.get(0), operands.get(1), operands.get(2));
      case ShapeOp.Pad pad -> pad(operands.get(0), operands.get(1), pad);
      case ShapeOp.Concatenate(int axis) -> concatenate(operands, axis);
      case ShapeOp.Iota(Shape shape, int axis) -> iota(shape, axis);
      case ShapeOp.GatherRows() -> gatherRows(operands.get(0), operands.get(1));
    };
  }

  private static OracleTensor transpose(OracleTensor x, List<Integer> permutation) {
    int[] extents = new int[permutation.size()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = x.shape().dimension(permutation.get(i));
    }
    OracleTensor result = OracleTensor.zeros(x.type().withShape(Shape.of(extents)));
    int[] source = new int[extents.length];
    Indices.forEach(
        result.shape(),
        index -> {
          for (int i = 0; i < index.length; i++) {
            source[permutation.get(i)] = index[i];
          }
          copy(x, source, result, index);
        });
    return result;
  }

  private static OracleTensor reverse(OracleTensor x, List<Integer> axes) {
    OracleTensor result = OracleTensor.zeros(x.type());
    Indices.forEach(
        x.shape(),
        index -> {
          int[] source = index.clone();
          for (int axis : axes) {
            source[axis] = x.shape().dimension(axis) - 1 - index[axis];
          }
          copy(x, source, result, index);
        });
    return result;
  }

  private static OracleTensor broadcast(OracleTensor x, Shape shape, List<Integer> axes) {
    OracleTensor result = OracleTensor.zeros(x.type().withShape(shape));
    int[] source = new int[axes.size()];
    Indices.forEach(
        shape,
        index -> {
          for (int i = 0; i < source.length; i++) {
            source[i] = x.shape().dimension(i) == 1 ? 0 : index[axes.get(i)];
          }
          copy(x, source, result, index);
        });
    return result;
  }

  private static OracleTensor slice(OracleTensor x, ShapeOp.Slice slice) {
    TensorType type = slice.infer(List.of(x.type())).get(0);
    OracleTensor result = OracleTensor.zeros(type);
    Indices.forEach(
        type.shape(),
        index -> {
          int[] source = new int[index.length];
          for (int axis = 0; axis < index.length; axis++) {
            source[axis] = slice.starts().get(axis) + index[axis] * slice.strides().get(axis);
          }
          copy(x, source, result, index);
        });
    return result;
  }

  /** First index of a box on each axis, clamped so that the box lies inside x. */
  private static int[] boxStart(OracleTensor x, OracleTensor starts, Shape box) {
    int[] start = new int[box.rank()];
    for (int axis = 0; axis < start.length; axis++) {
      start[axis] =
          Indices.clamp(starts.get(axis), x.shape().dimension(axis) - box.dimension(axis));
    }
    return start;
  }

  private static int[] shifted(int[] index, int[] start) {
    int[] result = index.clone();
    for (int axis = 0; axis < result.length; axis++) {
      result[axis] += start[axis];
    }
    return result;
  }

  private static OracleTensor dynamicSlice(OracleTensor x, OracleTensor starts, Shape box) {
    OracleTensor result = OracleTensor.zeros(x.type().withShape(box));
    int[] start = boxStart(x, starts, box);
    Indices.forEach(box, index -> copy(x, shifted(index, start), result, index));
    return result;
  }

  private static OracleTensor dynamicUpdateSlice(
      OracleTensor x, OracleTensor update, OracleTensor starts) {
    OracleTensor result = x.copy();
    int[] start = boxStart(x, starts, update.shape());
    Indices.forEach(update.shape(), index -> copy(update, index, result, shifted(index, start)));
    return result;
  }

  private static OracleTensor pad(OracleTensor x, OracleTensor value, ShapeOp.Pad pad) {
    TensorType type = pad.infer(List.of(x.type(), value.type())).get(0);
    OracleTensor result = OracleTensor.zeros(type);
    Arrays.fill(result.values(), value.get(0));
    Indices.forEach(
        x.shape(),
        index -> {
          int[] target = new int[index.length];
          for (int axis = 0; axis < index.length; axis++) {
            target[axis] = pad.low().get(axis) + index[axis] * (pad.interior().get(axis) + 1);
          }
          copy(x, index, result, target);
        });
    return result;
  }

  private static OracleTensor concatenate(List<OracleTensor> operands, int axis) {
    TensorType type =
        new ShapeOp.Concatenate(axis)
            .infer(operands.stream().map(OracleTensor::type).toList())
            .get(0);
    OracleTensor result = OracleTensor.zeros(type);
    int offset = 0;
    for (OracleTensor operand : operands) {
      int base = offset;
      Indices.forEach(
          operand.shape(),
          index -> {
            int[] target = index.clone();
            target[axis] += base;
            copy(operand, index, result, target);
          });
      offset += operand.shape().dimension(axis);
    }
    return result;
  }

  private static OracleTensor iota(Shape shape, int axis) {
    OracleTensor result = OracleTensor.zeros(new TensorType(DType.I32, shape));
    Indices.forEach(shape, index -> result.set(Indices.offset(shape, index), index[axis]));
    return result;
  }

  private static OracleTensor gatherRows(OracleTensor data, OracleTensor indices) {
    Shape shape = data.shape().with(0, indices.size());
    OracleTensor result = OracleTensor.zeros(data.type().withShape(shape));
    Indices.forEach(
        shape,
        index -> {
          int[] source = index.clone();
          source[0] = Indices.clamp(indices.get(index[0]), data.shape().dimension(0) - 1);
          copy(data, source, result, index);
        });
    return result;
  }

  private static void copy(OracleTensor from, int[] source, OracleTensor to, int[] target) {
    to.set(Indices.offset(to.shape(), target), from.get(Indices.offset(from.shape(), source)));
  }
}
