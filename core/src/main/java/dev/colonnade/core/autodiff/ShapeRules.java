// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.autodiff;

import static dev.colonnade.core.autodiff.GradientTable.add;
import static dev.colonnade.core.autodiff.GradientTable.to;

import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The table's rows for operations that move or reduce elements: each is undone by its adjoint. */
final class ShapeRules {
  private ShapeRules() {}

  static void register() {
    add(ShapeOp.Reshape.class, (b, op, x, y, dy) -> to(b.reshape(dy, x.get(0).type().shape())));
    add(
        ShapeOp.Transpose.class,
        (b, op, x, y, dy) -> to(b.transpose(dy, inverse(op.permutation()))));
    add(ShapeOp.Reverse.class, (b, op, x, y, dy) -> to(b.reverse(dy, array(op.axes()))));
    add(ShapeOp.Broadcast.class, (b, op, x, y, dy) -> to(broadcast(b, op, x.get(0), dy)));
    add(ShapeOp.Slice.class, (b, op, x, y, dy) -> to(slice(b, op, x.get(0), dy)));
    add(
        ShapeOp.DynamicSlice.class,
        (b, op, x, y, dy) ->
            List.of(
                Optional.of(
                    b.dynamicUpdateSlice(b.fill(x.get(0).type().shape(), 0f), dy, x.get(1))),
                Optional.empty()));
    add(
        ShapeOp.DynamicUpdateSlice.class,
        (b, op, x, y, dy) -> {
          Shape box = x.get(1).type().shape();
          return List.of(
              Optional.of(b.dynamicUpdateSlice(dy, b.fill(box, 0f), x.get(2))),
              Optional.of(b.dynamicSlice(dy, x.get(2), box)),
              Optional.empty());
        });
    add(ShapeOp.Pad.class, (b, op, x, y, dy) -> pad(b, op, x.get(0), dy));
    add(ShapeOp.Concatenate.class, (b, op, x, y, dy) -> concatenate(b, op, x, dy));
    add(ShapeOp.GatherRows.class, (b, op, x, y, dy) -> gatherRows(b, x, dy));
    add(
        Reduction.ReduceSum.class,
        (b, op, x, y, dy) -> {
          Shape shape = x.get(0).type().shape();
          return to(b.broadcast(dy, shape, kept(shape, op.axes())));
        });
    add(Reduction.ReduceMax.class, (b, op, x, y, dy) -> to(reduceMax(b, op, x.get(0), dy)));
  }

  private static Value broadcast(OpBuilder<Value> b, ShapeOp.Broadcast op, Value x, Value dy) {
    Shape operand = x.type().shape();
    int[] summed =
        IntStream.range(0, op.shape().rank())
            .filter(axis -> {
              int from = op.axes().indexOf(axis);
              return from < 0 || operand.dimension(from) != op.shape().dimension(axis);
            })
            .toArray();
    return b.reshape(b.reduceSum(dy, summed), operand);
  }

  private static Value slice(OpBuilder<Value> b, ShapeOp.Slice op, Value x, Value dy) {
    int rank = op.starts().size();
    int[] low = array(op.starts());
    int[] high = new int[rank];
    int[] interior = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      interior[axis] = op.strides().get(axis) - 1;
      int last = low[axis] + (dy.type().shape().dimension(axis) - 1) * op.strides().get(axis);
      high[axis] = x.type().shape().dimension(axis) - 1 - last;
    }
    return b.pad(dy, b.constant(0f), low, high, interior);
  }

  private static List<Optional<Value>> pad(OpBuilder<Value> b, ShapeOp.Pad op, Value x, Value dy) {
    int rank = op.low().size();
    int[] starts = array(op.low());
    int[] limits = new int[rank];
    int[] strides = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      strides[axis] = op.interior().get(axis) + 1;
      limits[axis] = starts[axis] + (x.type().shape().dimension(axis) - 1) * strides[axis] + 1;
    }
    Value inner = b.slice(dy, starts, limits, strides);
    return to(inner, b.subtract(b.sum(dy), b.sum(inner)));
  }

  private static List<Optional<Value>> concatenate(
      OpBuilder<Value> b, ShapeOp.Concatenate op, List<Value> x, Value dy) {
    List<Optional<Value>> gradients = new ArrayList<>();
    int start = 0;
    for (Value operand : x) {
      int limit = start + operand.type().shape().dimension(op.axis());
      gradients.add(Optional.of(b.slice(dy, op.axis(), start, limit)));
      start = limit;
    }
    return gradients;
  }

  /** Scatter-add as a product with a one-hot matrix: dense, but a primitive every backend has. */
  private static List<Optional<Value>> gatherRows(OpBuilder<Value> b, List<Value> x, Value dy) {
    Shape data = x.get(0).type().shape();
    int rows = data.dimension(0);
    int count = x.get(1).type().shape().dimension(0);
    int width = (int) (data.elementCount() / rows);
    Value clamped = b.minimum(b.maximum(x.get(1), b.constant(0)), b.constant(rows - 1));
    Shape table = Shape.of(count, rows);
    Value hit =
        b.compare(
            Compare.Relation.EQUAL, b.iota(table, 1), b.broadcast(clamped, table, new int[] {0}));
    Value oneHot = b.select(hit, b.constant(1f), b.constant(0f));
    Value sums = b.matMul(oneHot, b.reshape(dy, Shape.of(count, width)), true, false);
    return List.of(Optional.of(b.reshape(sums, data)), Optional.empty());
  }

  /** The first of equal maxima, in row-major order over the reduced axes, takes the gradient. */
  private static Value reduceMax(OpBuilder<Value> b, Reduction.ReduceMax op, Value x, Value dy) {
    Shape shape = x.type().shape();
    if (op.axes().isEmpty()) {
      return dy;
    }
    int[] kept = kept(shape, op.axes());
    int[] order =
        IntStream.concat(Arrays.stream(kept), op.axes().stream().mapToInt(Integer::intValue))
            .toArray();
    Value moved = b.transpose(x, order);
    int reduced = op.axes().stream().mapToInt(shape::dimension).reduce(1, Math::multiplyExact);
    int outer = (int) (shape.elementCount() / reduced);
    Shape flat = Shape.of(outer, reduced);
    Value winner = b.argMax(b.reshape(moved, flat), 1);
    Value hit =
        b.compare(
            Compare.Relation.EQUAL, b.iota(flat, 1), b.broadcast(winner, flat, new int[] {0}));
    Value spread = b.broadcast(b.reshape(dy, Shape.of(outer)), flat, new int[] {0});
    Value chosen = b.select(hit, spread, b.constant(0f));
    Value unflattened = b.reshape(chosen, moved.type().shape());
    return b.transpose(unflattened, inverse(Arrays.stream(order).boxed().toList()));
  }

  private static int[] kept(Shape shape, List<Integer> reduced) {
    return IntStream.range(0, shape.rank()).filter(axis -> !reduced.contains(axis)).toArray();
  }

  private static int[] inverse(List<Integer> permutation) {
    int[] inverse = new int[permutation.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[permutation.get(i)] = i;
    }
    return inverse;
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
