// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import dev.colonnade.cpu.instruction.RangedInstruction;

/** Element-wise choice, any operand perhaps repeated through strides. */
public final class PlainSelect implements RangedInstruction, LoopNest.Run {
  private static final int WORTH_A_THREAD = 32_768;

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
    this.condition = viewCondition.buffer().number();
    this.a = viewA.buffer().number();
    this.b = viewB.buffer().number();
    this.y = call.result(0);
    this.nest = PlainBinary.nest(call.resultType(0).shape(), viewCondition, viewA, viewB);
  }

  /** The elements, or everything as one item where the operands need more than one run. */
  @Override
  public int items() {
    return nest.runs() == 1 ? nest.runLength() : 1;
  }

  @Override
  public int worthAThread() {
    return WORTH_A_THREAD;
  }

  @Override
  public void run(Frame current, int from, int to) {
    int yAt = current.offset(y);
    int cAt = current.offset(condition);
    int aAt = current.offset(a);
    int bAt = current.offset(b);
    if (nest.runs() == 1) {
      select(
          current,
          yAt + from,
          cAt + from * nest.runStride(1),
          aAt + from * nest.runStride(2),
          bAt + from * nest.runStride(3),
          to - from);
    } else {
      frame = current;
      nest.forEachRun(this, yAt, cAt, aAt, bAt);
    }
  }

  @Override
  public void run(int[] at) {
    select(frame, at[0], at[1], at[2], at[3], nest.runLength());
  }

  /** All bits set where the condition holds, that is, is not 0. */
  private static int mask(int condition) {
    return (condition | -condition) >> 31;
  }

  /** By masks, as a condition without a pattern makes a branch cost ten times the choice. */
  private void select(Frame in, int yAt, int cAt, int aAt, int bAt, int n) {
    byte[] chosen = in.bytes(condition);
    int sc = nest.runStride(1);
    int sa = nest.runStride(2);
    int sb = nest.runStride(3);
    switch (dtype) {
      case F32 -> {
        float[] p = in.floats(a);
        float[] q = in.floats(b);
        float[] r = in.floats(y);
        for (int i = 0; i < n; i++) {
          int mask = mask(chosen[cAt + i * sc]);
          int onTrue = Float.floatToRawIntBits(p[aAt + i * sa]) & mask;
          int onFalse = Float.floatToRawIntBits(q[bAt + i * sb]) & ~mask;
          r[yAt + i] = Float.intBitsToFloat(onTrue | onFalse);
        }
      }
      case I32 -> {
        int[] p = in.ints(a);
        int[] q = in.ints(b);
        int[] r = in.ints(y);
        for (int i = 0; i < n; i++) {
          int mask = mask(chosen[cAt + i * sc]);
          r[yAt + i] = (p[aAt + i * sa] & mask) | (q[bAt + i * sb] & ~mask);
        }
      }
      case U8, BOOL -> {
        byte[] p = in.bytes(a);
        byte[] q = in.bytes(b);
        byte[] r = in.bytes(y);
        for (int i = 0; i < n; i++) {
          int mask = mask(chosen[cAt + i * sc]);
          r[yAt + i] = (byte) ((p[aAt + i * sa] & mask) | (q[bAt + i * sb] & ~mask));
        }
      }
    }
  }
}
