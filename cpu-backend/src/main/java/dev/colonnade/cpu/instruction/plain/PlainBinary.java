// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import java.util.ArrayList;
import java.util.List;

/**
 * Element-wise functions of two operands, either of which may be repeated through strides; the
 * result may lie in the place of an operand that is not repeated.
 */
public final class PlainBinary implements Instruction, LoopNest.Run {
  private final BinaryOp op;
  private final DType dtype;
  private final int a;
  private final int b;
  private final int y;
  private final LoopNest nest;
  private final int n;
  private final int sa;
  private final int sb;
  private Frame frame = new Frame(0);

  PlainBinary(BinaryOp op, Call call) {
    OperandView viewA = call.view(0);
    OperandView viewB = call.view(1);
    this.op = op;
    this.dtype = call.resultType(0).dtype();
    this.a = viewA.buffer().number();
    this.b = viewB.buffer().number();
    this.y = call.result(0);
    this.nest = nest(call.resultType(0).shape(), viewA, viewB);
    this.n = nest.runLength();
    this.sa = nest.runStride(1);
    this.sb = nest.runStride(2);
  }

  /** Loops over a dense result (operand 0) and views (the further operands). */
  public static LoopNest nest(Shape shape, OperandView... views) {
    int[] extents = shape.dimensions();
    List<int[]> strides = new ArrayList<>();
    strides.add(LoopNest.dense(extents));
    for (OperandView view : views) {
      strides.add(view.strides().stream().mapToInt(Math::toIntExact).toArray());
    }
    return LoopNest.of(extents, strides);
  }

  @Override
  public void run(Frame current) {
    frame = current;
    nest.forEachRun(this, current.offset(y), current.offset(a), current.offset(b), 0);
  }

  @Override
  public void run(int[] at) {
    switch (dtype) {
      case F32 ->
          floats(
              op,
              frame.floats(a),
              at[1],
              sa,
              frame.floats(b),
              at[2],
              sb,
              frame.floats(y),
              at[0],
              n);
      case I32 -> ints(frame.ints(a), at[1], frame.ints(b), at[2], frame.ints(y), at[0]);
      case U8, BOOL -> bools(frame.bytes(a), at[1], frame.bytes(b), at[2], frame.bytes(y), at[0]);
    }
  }

  /** Applies {@code op} to {@code n} elements. */
  public static void floats(
      BinaryOp op,
      float[] a,
      int aAt,
      int sa,
      float[] b,
      int bAt,
      int sb,
      float[] y,
      int yAt,
      int n) {
    switch (op) {
      case BinaryOp.Add add -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i * sa] + b[bAt + i * sb];
        }
      }
      case BinaryOp.Subtract subtract -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i * sa] - b[bAt + i * sb];
        }
      }
      case BinaryOp.Multiply multiply -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i * sa] * b[bAt + i * sb];
        }
      }
      case BinaryOp.Divide divide -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i * sa] / b[bAt + i * sb];
        }
      }
      case BinaryOp.Maximum maximum -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.max(a[aAt + i * sa], b[bAt + i * sb]);
        }
      }
      case BinaryOp.Minimum minimum -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.min(a[aAt + i * sa], b[bAt + i * sb]);
        }
      }
      case BinaryOp.Power power -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = power(a[aAt + i * sa], b[bAt + i * sb]);
        }
      }
      case BinaryOp.LogicalAnd and -> throw notFor(op, "floats");
      case BinaryOp.LogicalOr or -> throw notFor(op, "floats");
    }
  }

  /**
   * As C's powf, which differs from Java's where the base is 1, or -1 with an infinite exponent.
   */
  static float power(float base, float exponent) {
    if (base == 1 || (base == -1 && Float.isInfinite(exponent))) {
      return 1;
    }
    return (float) Math.pow(base, exponent);
  }

  private void ints(int[] p, int pAt, int[] q, int qAt, int[] r, int rAt) {
    for (int i = 0; i < n; i++) {
      int left = p[pAt + i * sa];
      int right = q[qAt + i * sb];
      r[rAt + i] =
          switch (op) {
            case BinaryOp.Add add -> left + right;
            case BinaryOp.Subtract subtract -> left - right;
            case BinaryOp.Multiply multiply -> left * right;
            case BinaryOp.Maximum maximum -> Math.max(left, right);
            case BinaryOp.Minimum minimum -> Math.min(left, right);
            case BinaryOp.Divide divide -> throw notFor(op, "integers");
            case BinaryOp.Power power -> throw notFor(op, "integers");
            case BinaryOp.LogicalAnd and -> throw notFor(op, "integers");
            case BinaryOp.LogicalOr or -> throw notFor(op, "integers");
          };
    }
  }

  private void bools(byte[] p, int pAt, byte[] q, int qAt, byte[] r, int rAt) {
    boolean and = op instanceof BinaryOp.LogicalAnd;
    for (int i = 0; i < n; i++) {
      int left = p[pAt + i * sa];
      int right = q[qAt + i * sb];
      r[rAt + i] = (byte) (and ? left & right : left | right);
    }
  }

  private static IllegalArgumentException notFor(BinaryOp op, String what) {
    return new IllegalArgumentException(op.name() + " is not for " + what);
  }
}
