// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.kernel.elementwise.Unary;
import dev.colonnade.cpu.team.WorkerTeam;

/** Functions of one F32 operand. */
final class VectorUnary extends Spans {
  private static final int WORTH_A_THREAD = 16_384;

  private final Unary function;
  private final int x;
  private final int y;

  VectorUnary(UnaryOp op, Call call, WorkerTeam team) {
    super(team, (int) call.resultType(0).elementCount(), WORTH_A_THREAD);
    this.function =
        switch (op) {
          case UnaryOp.Negate negate -> Unary.NEGATE;
          case UnaryOp.Absolute absolute -> Unary.ABSOLUTE;
          case UnaryOp.Sign sign -> Unary.SIGN;
          case UnaryOp.Exp exp -> Unary.EXP;
          case UnaryOp.Log log -> Unary.LOG;
          case UnaryOp.SquareRoot root -> Unary.SQUARE_ROOT;
          case UnaryOp.Tanh tanh -> Unary.TANH;
          case UnaryOp.Sigmoid sigmoid -> Unary.SIGMOID;
          case UnaryOp.Sine sine -> Unary.SINE;
          case UnaryOp.Cosine cosine -> Unary.COSINE;
          case UnaryOp.Floor floor -> Unary.FLOOR;
          case UnaryOp.LogicalNot not ->
              throw new IllegalArgumentException("logicalNot is not for floats");
        };
    this.x = call.operand(0);
    this.y = call.result(0);
  }

  @Override
  void span(Frame frame, int from, int to) {
    function.apply(
        frame.floats(x),
        frame.offset(x) + from,
        frame.floats(y),
        frame.offset(y) + from,
        to - from);
  }
}
