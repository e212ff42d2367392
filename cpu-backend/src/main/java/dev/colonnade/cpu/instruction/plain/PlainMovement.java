// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makers of the instructions that move elements without computing on them. */
final class PlainMovement {
  private PlainMovement() {}

  /** The instruction of a shape operation; a reshape is no instruction. */
  static Instruction of(ShapeOp op, Call call) {
    return switch (op) {
      case ShapeOp.Reshape reshape ->
          copy(
              call.resultType(0).dtype(),
              (int) call.resultType(0).elementCount(),
              call.operand(0),
              call.result(0));
      case ShapeOp.Transpose transpose -> transpose(transpose, call);
      case ShapeOp.Reverse reverse -> reverse(reverse, call);
      case ShapeOp.Broadcast broadcast -> broadcast(broadcast, call);
      case ShapeOp.Slice slice -> slice(slice, call);
      case ShapeOp.DynamicSlice slice -> dynamicSlice(call);
      case ShapeOp.DynamicUpdateSlice update -> dynamicUpdateSlice(call);
      case ShapeOp.Pad pad -> pad(pad, call);
      case ShapeOp.Concatenate concatenate -> concatenate(concatenate, call);
      case ShapeOp.Iota iota -> iota(iota, call);
      case ShapeOp.GatherRows gather -> new PlainGather(call);
    };
  }

  /** A plain copy of a buffer. */
  static Instruction copy(DType dtype, int count, int from, int to) {
    return frame -> {
      if (!frame.same(from, to)) {
        System.arraycopy(
            frame.array(from, dtype),
            frame.offset(from),
            frame.array(to, dtype),
            frame.offset(to),
            count);
      }
    };
  }

  private static Instruction transpose(ShapeOp.Transpose op, Call call) {
    int[] own = LoopNest.dense(call.operandType(0).shape().dimensions());
    int[] strides = op.permutation().stream().mapToInt(axis -> own[axis]).toArray();
    return intoDense(call, strides, 0);
  }

  private static Instruction reverse(ShapeOp.Reverse op, Call call) {
    int[] extents = call.operandType(0).shape().dimensions();
    int[] strides = LoopNest.dense(extents);
    int first = 0;
    for (int axis : op.axes()) {
      first += strides[axis] * (extents[axis] - 1);
      strides[axis] = -strides[axis];
    }
    return intoDense(call, strides, first);
  }

  private static Instruction broadcast(ShapeOp.Broadcast op, Call call) {
    Shape operand = call.operandType(0).shape();
    int[] own = LoopNest.dense(operand.dimensions());
    int[] strides = new int[op.shape().rank()];
    for (int axis = 0; axis < own.length; axis++) {
      strides[op.axes().get(axis)] = operand.dimension(axis) == 1 ? 0 : own[axis];
    }
    return intoDense(call, strides, 0);
  }

  private static Instruction slice(ShapeOp.Slice op, Call call) {
    int[] strides = LoopNest.dense(call.operandType(0).shape().dimensions());
    int first = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      first += strides[axis] * op.starts().get(axis);
      strides[axis] *= op.strides().get(axis);
    }
    return intoDense(call, strides, first);
  }

  /** Fills the whole result from the operand read with these strides. */
  private static Instruction intoDense(Call call, int[] strides, int first) {
    int[] extents = call.resultType(0).shape().dimensions();
    BoxCopy copy =
        new BoxCopy(
            call.resultType(0).dtype(),
            extents,
            call.operand(0),
            strides,
            call.result(0),
            LoopNest.dense(extents));
    return frame -> copy.run(frame, first, 0);
  }

  private static Instruction dynamicSlice(Call call) {
    int[] extents = call.operandType(0).shape().dimensions();
    int[] box = call.resultType(0).shape().dimensions();
    int[] strides = LoopNest.dense(extents);
    int starts = call.operand(1);
    BoxCopy copy =
        new BoxCopy(
            call.resultType(0).dtype(),
            box,
            call.operand(0),
            strides,
            call.result(0),
            LoopNest.dense(box));
    return frame -> copy.run(frame, start(frame, starts, extents, box, strides), 0);
  }

  private static Instruction dynamicUpdateSlice(Call call) {
    int[] extents = call.operandType(0).shape().dimensions();
    int[] box = call.operandType(1).shape().dimensions();
    int[] strides = LoopNest.dense(extents);
    int starts = call.operand(2);
    Instruction whole =
        copy(
            call.resultType(0).dtype(),
            (int) call.resultType(0).elementCount(),
            call.operand(0),
            call.result(0));
    BoxCopy copy =
        new BoxCopy(
            call.resultType(0).dtype(),
            box,
            call.operand(1),
            LoopNest.dense(box),
            call.result(0),
            strides);
    return frame -> {
      whole.run(frame);
      copy.run(frame, 0, start(frame, starts, extents, box, strides));
    };
  }

  /** Index of a box's first element, each start clamped so that the box lies inside. */
  private static int start(Frame frame, int starts, int[] extents, int[] box, int[] strides) {
    int[] values = frame.ints(starts);
    int at = frame.offset(starts);
    int first = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      first += strides[axis] * Math.clamp(values[at + axis], 0, extents[axis] - box[axis]);
    }
    return first;
  }

  private static Instruction pad(ShapeOp.Pad op, Call call) {
    DType dtype = call.resultType(0).dtype();
    int[] result = call.resultType(0).shape().dimensions();
    int[] operand = call.operandType(0).shape().dimensions();
    BoxCopy fill =
        new BoxCopy(
            dtype,
            result,
            call.operand(1),
            new int[result.length],
            call.result(0),
            LoopNest.dense(result));
    int[] strides = LoopNest.dense(result);
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += strides[axis] * op.low().get(axis);
      strides[axis] *= op.interior().get(axis) + 1;
    }
    int first = start;
    BoxCopy copy =
        new BoxCopy(
            dtype, operand, call.operand(0), LoopNest.dense(operand), call.result(0), strides);
    return frame -> {
      fill.run(frame, 0, 0);
      copy.run(frame, 0, first);
    };
  }

  private static Instruction concatenate(ShapeOp.Concatenate op, Call call) {
    int[] strides = LoopNest.dense(call.resultType(0).shape().dimensions());
    List<BoxCopy> copies = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    int place = 0;
    for (int i = 0; i < call.node().operands().size(); i++) {
      int[] extents = call.operandType(i).shape().dimensions();
      copies.add(
          new BoxCopy(
              call.resultType(0).dtype(),
              extents,
              call.operand(i),
              LoopNest.dense(extents),
              call.result(0),
              strides));
      firsts.add(place);
      place += strides[op.axis()] * extents[op.axis()];
    }
    BoxCopy[] boxes = copies.toArray(BoxCopy[]::new);
    int[] starts = firsts.stream().mapToInt(Integer::intValue).toArray();
    return frame -> {
      for (int i = 0; i < boxes.length; i++) {
        boxes[i].run(frame, 0, starts[i]);
      }
    };
  }

  private static Instruction iota(ShapeOp.Iota op, Call call) {
    int[] extents = op.shape().dimensions();
    int inner = LoopNest.dense(extents)[op.axis()];
    int extent = extents[op.axis()];
    int count = (int) op.shape().elementCount();
    int y = call.result(0);
    return frame -> {
      int[] target = frame.ints(y);
      int at = frame.offset(y);
      for (int block = 0, value = 0; block < count; block += inner) {
        Arrays.fill(target, at + block, at + block + inner, value);
        value = value + 1 == extent ? 0 : value + 1;
      }
    };
  }
}
