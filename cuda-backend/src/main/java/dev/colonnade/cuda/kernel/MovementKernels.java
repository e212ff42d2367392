// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Launches of {@code movement.cu}. */
final class MovementKernels {
  private final Launcher launcher;

  MovementKernels(KernelLibrary library) {
    launcher = new Launcher(library, "movement");
  }

  private static String sized(String kernel, DType dtype) {
    return kernel + (dtype.byteSize() == 1 ? "_8" : "_32");
  }

  Made move(Call call, ShapeOp op) {
    return switch (op) {
      case ShapeOp.Transpose transpose -> transpose(call, transpose);
      case ShapeOp.Reverse reverse -> reverse(call, reverse);
      case ShapeOp.Broadcast broadcast -> broadcast(call, broadcast);
      case ShapeOp.Slice slice -> slice(call, slice);
      case ShapeOp.Pad pad -> pad(call, pad);
      case ShapeOp.Concatenate concatenate -> concatenate(call, concatenate);
      case ShapeOp.DynamicSlice slice -> dynamicSlice(call);
      case ShapeOp.DynamicUpdateSlice update -> dynamicUpdate(call);
      case ShapeOp.Iota iota -> iota(call, iota);
      case ShapeOp.GatherRows gather -> gather(call);
      case ShapeOp.Reshape reshape ->
          throw new IllegalStateException("a reshape shares its operand's buffer");
    };
  }

  /** A box of elements from one place to another, each walked through by strides of its own. */
  private static final class Box {
    private final Shape shape;
    private final long start;
    private final long[] strides;
    private final long toStart;
    private final long[] toStrides;

    Box(Shape shape, long start, long[] strides, long toStart, long[] toStrides) {
      this.shape = shape;
      this.start = start;
      this.strides = strides;
      this.toStart = toStart;
      this.toStrides = toStrides;
    }

    long count() {
      return shape.elementCount();
    }
  }

  private Launch copy(Call call, Buffer from, Buffer to, DType dtype, Box box) {
    Nest nest = Nest.of(Nest.extents(box.shape), box.strides, box.toStrides);
    return launcher.elements(
        call,
        sized("copy_strided", dtype),
        box.count(),
        new Parameters()
            .buffer(from)
            .buffer(to)
            .int64(box.count())
            .int64(box.start)
            .int64(box.toStart)
            .strides(nest.strides(0))
            .strides(nest.strides(1))
            .nest(nest.extents()));
  }

  private Made read(Call call, long start, long[] strides) {
    TensorType type = call.resultType();
    Box box = new Box(type.shape(), start, strides, 0, Nest.dense(type.shape()));
    return Made.only(copy(call, call.operand(0), call.result(0), type.dtype(), box));
  }

  private Made transpose(Call call, ShapeOp.Transpose op) {
    long[] own = Nest.dense(call.shape(0));
    long[] strides = new long[own.length];
    for (int axis = 0; axis < own.length; axis++) {
      strides[axis] = own[op.permutation().get(axis)];
    }
    return read(call, 0, strides);
  }

  private Made reverse(Call call, ShapeOp.Reverse op) {
    long[] strides = Nest.dense(call.shape(0));
    long start = 0;
    for (int axis : op.axes()) {
      start += strides[axis] * (call.shape(0).dimension(axis) - 1);
      strides[axis] = -strides[axis];
    }
    return read(call, start, strides);
  }

  private Made broadcast(Call call, ShapeOp.Broadcast op) {
    long[] own = Nest.dense(call.shape(0));
    long[] strides = new long[op.shape().rank()];
    for (int axis = 0; axis < own.length; axis++) {
      strides[op.axes().get(axis)] = call.shape(0).dimension(axis) == 1 ? 0 : own[axis];
    }
    return read(call, 0, strides);
  }

  private Made slice(Call call, ShapeOp.Slice op) {
    long[] strides = Nest.dense(call.shape(0));
    long start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += strides[axis] * op.starts().get(axis);
      strides[axis] *= op.strides().get(axis);
    }
    return read(call, start, strides);
  }

  private Made pad(Call call, ShapeOp.Pad op) {
    TensorType type = call.resultType();
    Launch spread =
        launcher.elements(
            call,
            sized("spread", type.dtype()),
            type.elementCount(),
            new Parameters()
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .int64(type.elementCount()));
    long[] to = Nest.dense(type.shape());
    long start = 0;
    for (int axis = 0; axis < to.length; axis++) {
      start += to[axis] * op.low().get(axis);
      to[axis] *= op.interior().get(axis) + 1L;
    }
    Shape inside = call.shape(0);
    Box box = new Box(inside, 0, Nest.dense(inside), start, to);
    Launch copy = copy(call, call.operand(0), call.result(0), type.dtype(), box);
    return new Made("pad", "only", List.of(), List.of(spread, copy));
  }

  private Made concatenate(Call call, ShapeOp.Concatenate op) {
    TensorType type = call.resultType();
    long[] to = Nest.dense(type.shape());
    List<Instruction> copies = new ArrayList<>();
    long start = 0;
    for (int operand = 0; operand < call.node().operands().size(); operand++) {
      Shape shape = call.shape(operand);
      Box box = new Box(shape, 0, Nest.dense(shape), start, to);
      copies.add(copy(call, call.operand(operand), call.result(0), type.dtype(), box));
      start += to[op.axis()] * shape.dimension(op.axis());
    }
    return new Made("concatenate", "only", List.of(), copies);
  }

  private Made dynamicSlice(Call call) {
    DType dtype = call.resultType().dtype();
    return Made.only(
        box(call, sized("dynamic_slice", dtype), 0, 1, call.resultType().shape(), call.shape(0)));
  }

  private Made dynamicUpdate(Call call) {
    TensorType type = call.resultType();
    Buffer from = call.operand(0);
    Buffer to = call.result(0);
    Launch whole = copyDense(call.multiprocessors(), from, to);
    Launch box =
        box(call, sized("dynamic_update", type.dtype()), 1, 2, call.shape(1), type.shape());
    return new Made("dynamic_update", "only", List.of(), List.of(whole, box));
  }

  private Launch box(Call call, String kernel, int operand, int starts, Shape box, Shape whole) {
    return launcher.elements(
        call,
        kernel,
        box.elementCount(),
        new Parameters()
            .buffer(call.operand(operand))
            .buffer(call.result(0))
            .buffer(call.operand(starts))
            .int64(box.elementCount())
            .strides(Nest.dense(box))
            .strides(Nest.dense(whole))
            .nest(Nest.extents(box))
            .nest(Nest.extents(whole)));
  }

  /** A copy of all elements, which does nothing where both lie in one place. */
  Launch copyDense(int multiprocessors, Buffer from, Buffer to) {
    return launcher.elements(
        multiprocessors,
        sized("copy_dense", from.dtype()),
        from.count(),
        new Parameters().buffer(from).buffer(to).int64(from.count()));
  }

  private Made iota(Call call, ShapeOp.Iota op) {
    long count = op.shape().elementCount();
    return Made.only(
        launcher.elements(
            call,
            "iota",
            count,
            new Parameters()
                .buffer(call.result(0))
                .int64(count)
                .int64(Nest.dense(op.shape())[op.axis()])
                .int32(op.shape().dimension(op.axis()))));
  }

  private Made gather(Call call) {
    TensorType data = call.type(0);
    long count = call.resultType().elementCount();
    int rows = data.shape().dimension(0);
    return Made.only(
        launcher.elements(
            call,
            sized("gather_rows", data.dtype()),
            count,
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .int64(count)
                .int64(data.elementCount() / rows)
                .int32(rows)));
  }
}
