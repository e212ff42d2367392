// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import java.util.Arrays;
import java.util.List;

/** Sum and maximum over axes, and the index of a maximum along one. */
final class PlainReductions {
  private PlainReductions() {}

  static Instruction of(Reduction op, Call call) {
    return switch (op) {
      case Reduction.ReduceSum(List<Integer> axes) -> new Reduce(true, axes, call);
      case Reduction.ReduceMax(List<Integer> axes) -> new Reduce(false, axes, call);
      case Reduction.ArgMax(int axis) -> argMax(axis, call);
    };
  }

  /** Walks through the operand once, adding each run to the result it belongs to. */
  private static final class Reduce implements Instruction, LoopNest.Run {
    private final boolean sum;
    private final DType dtype;
    private final int count;
    private final int x;
    private final int y;
    private final LoopNest nest;
    private Frame frame = new Frame(0);

    Reduce(boolean sum, List<Integer> axes, Call call) {
      this.sum = sum;
      this.dtype = call.resultType(0).dtype();
      this.count = (int) call.resultType(0).elementCount();
      this.x = call.operand(0);
      this.y = call.result(0);
      int[] extents = call.operandType(0).shape().dimensions();
      int[] strides = new int[extents.length];
      int stride = 1;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        if (!axes.contains(axis)) {
          strides[axis] = stride;
          stride *= extents[axis];
        }
      }
      this.nest = LoopNest.of(extents, List.of(strides, LoopNest.dense(extents)));
    }

    @Override
    public void run(Frame current) {
      frame = current;
      int at = current.offset(y);
      if (dtype == DType.F32) {
        Arrays.fill(current.floats(y), at, at + count, sum ? 0 : Float.NEGATIVE_INFINITY);
      } else {
        Arrays.fill(current.ints(y), at, at + count, sum ? 0 : Integer.MIN_VALUE);
      }
      nest.forEachRun(this, at, current.offset(x));
    }

    @Override
    public void run(int[] at) {
      if (dtype == DType.F32) {
        floats(frame.floats(y), at[0], frame.floats(x), at[1]);
      } else {
        ints(frame.ints(y), at[0], frame.ints(x), at[1]);
      }
    }

    private void floats(float[] target, int yAt, float[] source, int xAt) {
      int n = nest.runLength();
      int step = nest.runStride(1);
      if (nest.runStride(0) != 0) {
        for (int i = 0; i < n; i++) {
          float value = source[xAt + i];
          float before = target[yAt + i];
          target[yAt + i] = sum ? before + value : Math.max(before, value);
        }
      } else if (sum) {
        double total = 0;
        for (int i = 0; i < n; i++) {
          total += source[xAt + i * step];
        }
        target[yAt] += (float) total;
      } else {
        float largest = target[yAt];
        for (int i = 0; i < n; i++) {
          largest = Math.max(largest, source[xAt + i * step]);
        }
        target[yAt] = largest;
      }
    }

    private void ints(int[] target, int yAt, int[] source, int xAt) {
      int n = nest.runLength();
      int to = nest.runStride(0);
      int step = nest.runStride(1);
      for (int i = 0; i < n; i++) {
        int value = source[xAt + i * step];
        int before = target[yAt + i * to];
        target[yAt + i * to] = sum ? before + value : Math.max(before, value);
      }
    }
  }

  private static Instruction argMax(int axis, Call call) {
    Shape shape = call.operandType(0).shape();
    boolean floating = call.operandType(0).dtype() == DType.F32;
    int extent = shape.dimension(axis);
    int inner = LoopNest.dense(shape.dimensions())[axis];
    int outer = (int) (shape.elementCount() / extent / inner);
    int x = call.operand(0);
    int y = call.result(0);
    return frame -> {
      int[] target = frame.ints(y);
      int at = frame.offset(y);
      for (int i = 0; i < outer; i++) {
        for (int j = 0; j < inner; j++) {
          int first = frame.offset(x) + i * extent * inner + j;
          target[at + i * inner + j] =
              floating
                  ? winner(frame.floats(x), first, inner, extent)
                  : winner(frame.ints(x), first, inner, extent);
        }
      }
    };
  }

  private static int winner(float[] x, int first, int stride, int n) {
    int best = 0;
    for (int i = 1; i < n && !Float.isNaN(x[first + best * stride]); i++) {
      float value = x[first + i * stride];
      if (value > x[first + best * stride] || Float.isNaN(value)) {
        best = i;
      }
    }
    return best;
  }

  private static int winner(int[] x, int first, int stride, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (x[first + i * stride] > x[first + best * stride]) {
        best = i;
      }
    }
    return best;
  }
}
