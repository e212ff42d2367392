// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import dev.colonnade.cpu.instruction.OperandView;

/** Element-wise choice, any operand perhaps repeated through strides. */
public final class PlainSelect implements Instruction, LoopNest.Run {
  private final DType dtype;
  private final int condition;
  private final int a;
  private final int b;
  private final int y;
  private final LoopNest nest;
  private Frame frame = new Frame(0);

  PlainSelect(Call call) {
    OperandView viewCondition = call.view(0);
    OperandView viewA = call.view(1);
    OperandView viewB = call.view(2);
    this.dtype = call.resultType(0).dtype();
    this.condition = viewCondition.buffer();
    this.a = viewA.buffer();
    this.b = viewB.buffer();
    this.y = call.result(0);
    this.nest = PlainBinary.nest(call.resultType(0).shape(), viewCondition, viewA, viewB);
  }

  @Override
  public void run(Frame current) {
    frame = current;
    nest.forEachRun(
        this, current.offset(y), current.offset(condition), current.offset(a), current.offset(b));
  }

  @Override
  public void run(int[] at) {
    byte[] chosen = frame.bytes(condition);
    int sc = nest.runStride(1);
    int sa = nest.runStride(2);
    int sb = nest.runStride(3);
    int n = nest.runLength();
    switch (dtype) {
      case F32 -> {
        float[] p = frame.floats(a);
        float[] q = frame.floats(b);
        float[] r = frame.floats(y);
        for (int i = 0; i < n; i++) {
          r[at[0] + i] = chosen[at[1] + i * sc] != 0 ? p[at[2] + i * sa] : q[at[3] + i * sb];
        }
      }
      case I32 -> {
        int[] p = frame.ints(a);
        int[] q = frame.ints(b);
        int[] r = frame.ints(y);
        for (int i = 0; i < n; i++) {
          r[at[0] + i] = chosen[at[1] + i * sc] != 0 ? p[at[2] + i * sa] : q[at[3] + i * sb];
        }
      }
      case U8, BOOL -> {
        byte[] p = frame.bytes(a);
        byte[] q = frame.bytes(b);
        byte[] r = frame.bytes(y);
        for (int i = 0; i < n; i++) {
          r[at[0] + i] = chosen[at[1] + i * sc] != 0 ? p[at[2] + i * sa] : q[at[3] + i * sb];
        }
      }
    }
  }
}
