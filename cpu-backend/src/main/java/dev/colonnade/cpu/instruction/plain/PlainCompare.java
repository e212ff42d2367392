// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.Compare;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import dev.colonnade.cpu.instruction.OperandView;

/** Element-wise comparison, either operand perhaps repeated through strides. */
public final class PlainCompare implements Instruction, LoopNest.Run {
  private final Compare.Relation relation;
  private final DType dtype;
  private final int a;
  private final int b;
  private final int y;
  private final LoopNest nest;
  private final int n;
  private final int sa;
  private final int sb;
  private Frame frame = new Frame(0);

  PlainCompare(Compare op, Call call) {
    OperandView viewA = call.view(0);
    OperandView viewB = call.view(1);
    this.relation = op.relation();
    this.dtype = call.operandType(0).dtype();
    this.a = viewA.buffer();
    this.b = viewB.buffer();
    this.y = call.result(0);
    this.nest = PlainBinary.nest(call.resultType(0).shape(), viewA, viewB);
    this.n = nest.runLength();
    this.sa = nest.runStride(1);
    this.sb = nest.runStride(2);
  }

  @Override
  public void run(Frame current) {
    frame = current;
    nest.forEachRun(this, current.offset(y), current.offset(a), current.offset(b), 0);
  }

  @Override
  public void run(int[] at) {
    byte[] target = frame.bytes(y);
    switch (dtype) {
      case F32 -> {
        float[] p = frame.floats(a);
        float[] q = frame.floats(b);
        for (int i = 0; i < n; i++) {
          target[at[0] + i] = holds(p[at[1] + i * sa], q[at[2] + i * sb]);
        }
      }
      case I32 -> {
        int[] p = frame.ints(a);
        int[] q = frame.ints(b);
        for (int i = 0; i < n; i++) {
          target[at[0] + i] = holds(Integer.compare(p[at[1] + i * sa], q[at[2] + i * sb]));
        }
      }
      case U8, BOOL -> {
        byte[] p = frame.bytes(a);
        byte[] q = frame.bytes(b);
        for (int i = 0; i < n; i++) {
          target[at[0] + i] = holds(Byte.compareUnsigned(p[at[1] + i * sa], q[at[2] + i * sb]));
        }
      }
    }
  }

  private byte holds(float left, float right) {
    boolean result =
        switch (relation) {
          case EQUAL -> left == right;
          case NOT_EQUAL -> left != right;
          case LESS -> left < right;
          case LESS_OR_EQUAL -> left <= right;
          case GREATER -> left > right;
          case GREATER_OR_EQUAL -> left >= right;
        };
    return (byte) (result ? 1 : 0);
  }

  private byte holds(int order) {
    return holds(order, 0f);
  }
}
