// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import dev.colonnade.cpu.instruction.plain.PlainBinary;
import dev.colonnade.cpu.kernel.elementwise.Binary;
import dev.colonnade.cpu.team.WorkerTeam;

/**
 * Functions of two F32 operands, run by run: both operands walked through, or one of them a single
 * number for the whole run. Where the operands need more than one run, or walk otherwise, one
 * thread does it.
 */
final class VectorBinary {
  private static final int WORTH_A_THREAD = 16_384;

  private VectorBinary() {}

  static Instruction of(BinaryOp op, Call call, WorkerTeam team) {
    OperandView viewA = call.view(0);
    OperandView viewB = call.view(1);
    LoopNest nest = PlainBinary.nest(call.resultType(0).shape(), viewA, viewB);
    Binary function = function(op);
    int a = viewA.buffer().number();
    int b = viewB.buffer().number();
    int y = call.result(0);
    if (nest.runs() == 1) {
      int strideA = nest.runStride(1);
      int strideB = nest.runStride(2);
      return new Spans(team, nest.runLength(), WORTH_A_THREAD) {
        @Override
        void span(Frame frame, int from, int to) {
          apply(
              op,
              function,
              frame.floats(a),
              frame.offset(a) + from * strideA,
              strideA,
              frame.floats(b),
              frame.offset(b) + from * strideB,
              strideB,
              frame.floats(y),
              frame.offset(y) + from,
              to - from);
        }
      };
    }
    return new Runs(op, function, a, b, y, nest);
  }

  private static Binary function(BinaryOp op) {
    return switch (op) {
      case BinaryOp.Add add -> Binary.ADD;
      case BinaryOp.Subtract subtract -> Binary.SUBTRACT;
      case BinaryOp.Multiply multiply -> Binary.MULTIPLY;
      case BinaryOp.Divide divide -> Binary.DIVIDE;
      case BinaryOp.Maximum maximum -> Binary.MAXIMUM;
      case BinaryOp.Minimum minimum -> Binary.MINIMUM;
      case BinaryOp.Power power -> Binary.POWER;
      case BinaryOp.LogicalAnd and -> throw new IllegalArgumentException("and is not for floats");
      case BinaryOp.LogicalOr or -> throw new IllegalArgumentException("or is not for floats");
    };
  }

  private static void apply(
      BinaryOp op,
      Binary function,
      float[] a,
      int aAt,
      int strideA,
      float[] b,
      int bAt,
      int strideB,
      float[] y,
      int yAt,
      int n) {
    if (strideA == 1 && strideB == 1) {
      function.apply(a, aAt, b, bAt, y, yAt, n);
    } else if (strideA == 1 && strideB == 0) {
      function.applyRight(a, aAt, b[bAt], y, yAt, n);
    } else if (strideA == 0 && strideB == 1) {
      function.applyLeft(a[aAt], b, bAt, y, yAt, n);
    } else {
      PlainBinary.floats(op, a, aAt, strideA, b, bAt, strideB, y, yAt, n);
    }
  }

  private static final class Runs implements Instruction, LoopNest.Run {
    private final BinaryOp op;
    private final Binary function;
    private final int a;
    private final int b;
    private final int y;
    private final LoopNest nest;
    private final int n;
    private final int strideA;
    private final int strideB;
    private Frame frame = new Frame(0);

    Runs(BinaryOp op, Binary function, int a, int b, int y, LoopNest nest) {
      this.op = op;
      this.function = function;
      this.a = a;
      this.b = b;
      this.y = y;
      this.nest = nest;
      this.n = nest.runLength();
      this.strideA = nest.runStride(1);
      this.strideB = nest.runStride(2);
    }

    @Override
    public void run(Frame current) {
      frame = current;
      nest.forEachRun(this, current.offset(y), current.offset(a), current.offset(b), 0);
    }

    @Override
    public void run(int[] at) {
      apply(
          op,
          function,
          frame.floats(a),
          at[1],
          strideA,
          frame.floats(b),
          at[2],
          strideB,
          frame.floats(y),
          at[0],
          n);
    }
  }
}
