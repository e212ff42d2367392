// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;

/** Element-wise functions of one operand; the result may lie in the operand's place. */
public final class PlainUnary implements Instruction {
  private final UnaryOp op;
  private final DType dtype;
  private final int count;
  private final int x;
  private final int y;

  PlainUnary(UnaryOp op, Call call) {
    this.op = op;
    this.dtype = call.resultType(0).dtype();
    this.count = (int) call.resultType(0).elementCount();
    this.x = call.operand(0);
    this.y = call.result(0);
  }

  @Override
  public void run(Frame frame) {
    switch (dtype) {
      case F32 ->
          floats(op, frame.floats(x), frame.offset(x), frame.floats(y), frame.offset(y), count);
      case I32 -> ints(frame.ints(x), frame.offset(x), frame.ints(y), frame.offset(y));
      case U8, BOOL -> not(frame.bytes(x), frame.offset(x), frame.bytes(y), frame.offset(y));
    }
  }

  /** Applies {@code op} to {@code n} elements. */
  static void floats(UnaryOp op, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (op) {
      case UnaryOp.Negate negate -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = -x[xAt + i];
        }
      }
      case UnaryOp.Absolute absolute -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.abs(x[xAt + i]);
        }
      }
      case UnaryOp.Sign sign -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.signum(x[xAt + i]);
        }
      }
      case UnaryOp.Exp exp -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.exp(x[xAt + i]);
        }
      }
      case UnaryOp.Log log -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.log(x[xAt + i]);
        }
      }
      case UnaryOp.SquareRoot root -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.sqrt(x[xAt + i]);
        }
      }
      case UnaryOp.Tanh tanh -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.tanh(x[xAt + i]);
        }
      }
      case UnaryOp.Sigmoid sigmoid -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) (1 / (1 + Math.exp(-x[xAt + i])));
        }
      }
      case UnaryOp.Sine sine -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.sin(x[xAt + i]);
        }
      }
      case UnaryOp.Cosine cosine -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.cos(x[xAt + i]);
        }
      }
      case UnaryOp.Floor floor -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.floor(x[xAt + i]);
        }
      }
      case UnaryOp.LogicalNot not ->
          throw new IllegalArgumentException("logicalNot is not for floats");
    }
  }

  private void ints(int[] x, int xAt, int[] y, int yAt) {
    boolean negate = op instanceof UnaryOp.Negate;
    for (int i = 0; i < count; i++) {
      int value = x[xAt + i];
      y[yAt + i] = negate ? -value : Math.abs(value);
    }
  }

  private void not(byte[] x, int xAt, byte[] y, int yAt) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] = (byte) (1 - x[xAt + i]);
    }
  }
}
