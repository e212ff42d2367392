// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.tornado.engine.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Launches of operations that only move elements. */
final class MovementLaunches {
  private MovementLaunches() {}

  static Made move(Call call, ShapeOp op) {
    return switch (op) {
      case ShapeOp.Transpose transpose -> transpose(call, transpose);
      case ShapeOp.Reverse reverse -> reverse(call, reverse);
      case ShapeOp.Broadcast broadcast -> broadcast(call, broadcast);
      case ShapeOp.Slice slice -> slice(call, slice);
      case ShapeOp.DynamicSlice slice ->
          Made.only("dynamic_slice", dynamic(call, 0, 1, call.resultType().shape(), true));
      case ShapeOp.DynamicUpdateSlice update ->
          Made.only(
              "dynamic_update_slice",
              copy(call.operand(0), call.result(0)),
              dynamic(call, 1, 2, call.shape(1), false));
      case ShapeOp.Pad pad -> pad(call, pad);
      case ShapeOp.Concatenate concatenate -> concatenate(call, concatenate);
      case ShapeOp.Iota iota -> iota(call, iota);
      case ShapeOp.GatherRows gather -> gather(call);
      case ShapeOp.Reshape reshape ->
          throw new IllegalStateException("a reshape has no kernel; it should not have got here");
    };
  }

  /** Strides of one end of a copy, and where it begins. */
  private static final class End {
    private final Buffer buffer;
    private final long first;
    private final long[] strides;

    End(Buffer buffer, long first, long... strides) {
      this.buffer = buffer;
      this.first = first;
      this.strides = strides;
    }
  }

  private static Kernel mover(DType dtype) {
    return switch (dtype) {
      case F32 -> Kernel.MOVE_FLOATS;
      case I32 -> Kernel.MOVE_INTS;
      case U8, BOOL -> Kernel.MOVE_BYTES;
    };
  }

  private static Launch copy(Shape box, End from, End to) {
    Nest nest = Nest.of(Nest.extents(box), from.strides, to.strides);
    long count = box.elementCount();
    return Launch.elements(
        mover(from.buffer.dtype()),
        count,
        new Arguments()
            .value(count)
            .buffer(from.buffer, from.first)
            .buffer(to.buffer, to.first)
            .value(nest.extents().length)
            .at(8)
            .values(nest.extents())
            .at(16)
            .values(nest.strides(0))
            .at(24)
            .values(nest.strides(1)));
  }

  /** A copy of all elements, which is left out where both lie in one place. */
  static Launch copy(Buffer from, Buffer to) {
    Launch launch =
        copy(
            Shape.of(Math.toIntExact(from.count())),
            new End(from, 0, new long[] {1}),
            new End(to, 0, new long[] {1}));
    return new Launch(
        launch.kernel(),
        launch.arguments(),
        launch.x(),
        1,
        1,
        launch.operations(),
        Optional.of(new Launch.Copy(from, to)));
  }

  private static End dense(Buffer buffer, Shape shape) {
    return new End(buffer, 0, Nest.dense(shape));
  }

  private static Made transpose(Call call, ShapeOp.Transpose op) {
    long[] operand = Nest.dense(call.shape(0));
    long[] strides = new long[operand.length];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = operand[op.permutation().get(axis)];
    }
    Shape shape = call.resultType().shape();
    return Made.only(
        "transpose",
        copy(shape, new End(call.operand(0), 0, strides), dense(call.result(0), shape)));
  }

  private static Made reverse(Call call, ShapeOp.Reverse op) {
    Shape shape = call.shape(0);
    long[] strides = Nest.dense(shape);
    long first = 0;
    for (int axis : op.axes()) {
      first += strides[axis] * (shape.dimension(axis) - 1);
      strides[axis] = -strides[axis];
    }
    return Made.only(
        "reverse",
        copy(shape, new End(call.operand(0), first, strides), dense(call.result(0), shape)));
  }

  private static Made broadcast(Call call, ShapeOp.Broadcast op) {
    Shape operand = call.shape(0);
    long[] own = Nest.dense(operand);
    long[] strides = new long[op.shape().rank()];
    for (int axis = 0; axis < own.length; axis++) {
      strides[op.axes().get(axis)] = operand.dimension(axis) == 1 ? 0 : own[axis];
    }
    return Made.only(
        "broadcast",
        copy(op.shape(), new End(call.operand(0), 0, strides), dense(call.result(0), op.shape())));
  }

  private static Made slice(Call call, ShapeOp.Slice op) {
    long[] strides = Nest.dense(call.shape(0));
    long first = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      first += strides[axis] * op.starts().get(axis);
      strides[axis] *= op.strides().get(axis);
    }
    Shape shape = call.resultType().shape();
    return Made.only(
        "slice",
        copy(shape, new End(call.operand(0), first, strides), dense(call.result(0), shape)));
  }

  private static Launch dynamic(Call call, int operand, int starts, Shape box, boolean read) {
    Buffer from = call.operand(operand);
    Buffer to = call.result(0);
    Shape whole = read ? call.shape(0) : call.resultType().shape();
    long[] wholeStrides = Nest.dense(whole);
    long[] boxStrides = Nest.dense(box);
    long[] last = new long[whole.rank()];
    for (int axis = 0; axis < last.length; axis++) {
      last[axis] = (long) whole.dimension(axis) - box.dimension(axis);
    }
    long count = box.elementCount();
    return Launch.elements(
        mover(from.dtype()),
        count,
        new Arguments()
            .value(count)
            .buffer(from)
            .buffer(to)
            .value(box.rank())
            .value(read ? 1 : 2)
            .buffer(call.operand(starts))
            .value(box.rank())
            .at(8)
            .values(Nest.extents(box))
            .at(16)
            .values(read ? wholeStrides : boxStrides)
            .at(24)
            .values(read ? boxStrides : wholeStrides)
            .at(32)
            .values(last)
            .at(40)
            .values(wholeStrides));
  }

  private static Made pad(Call call, ShapeOp.Pad op) {
    Shape operand = call.shape(0);
    Shape shape = call.resultType().shape();
    long[] strides = Nest.dense(shape);
    long first = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      first += strides[axis] * op.low().get(axis);
      strides[axis] *= op.interior().get(axis) + 1;
    }
    Launch fill =
        copy(
            shape,
            new End(call.operand(1), 0, new long[shape.rank()]),
            dense(call.result(0), shape));
    return Made.only(
        "pad",
        fill,
        copy(operand, dense(call.operand(0), operand), new End(call.result(0), first, strides)));
  }

  private static Made concatenate(Call call, ShapeOp.Concatenate op) {
    long[] strides = Nest.dense(call.resultType().shape());
    List<Launch> copies = new ArrayList<>();
    long first = 0;
    for (int operand = 0; operand < call.node().operands().size(); operand++) {
      Shape shape = call.shape(operand);
      copies.add(
          copy(
              shape, dense(call.operand(operand), shape), new End(call.result(0), first, strides)));
      first += strides[op.axis()] * shape.dimension(op.axis());
    }
    return new Made("concatenate", "only", copies);
  }

  private static Made iota(Call call, ShapeOp.Iota op) {
    long count = op.shape().elementCount();
    return Made.only(
        "iota",
        Launch.elements(
            Kernel.IOTA,
            count,
            new Arguments()
                .value(count)
                .buffer(call.result(0))
                .value(Nest.dense(op.shape())[op.axis()])
                .value(op.shape().dimension(op.axis()))));
  }

  private static Made gather(Call call) {
    TensorType data = call.type(0);
    Kernel kernel =
        switch (data.dtype()) {
          case F32 -> Kernel.GATHER_FLOATS;
          case I32 -> Kernel.GATHER_INTS;
          case U8, BOOL -> Kernel.GATHER_BYTES;
        };
    long count = call.resultType().elementCount();
    int rows = data.shape().dimension(0);
    return Made.only(
        "gather_rows",
        Launch.elements(
            kernel,
            count,
            new Arguments()
                .value(count)
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .value(data.elementCount() / rows)
                .value(rows)));
  }
}
