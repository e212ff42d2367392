// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.Compare;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.LoopNest;
import dev.colonnade.cpu.instruction.RangedInstruction;

/** Element-wise comparison, either operand perhaps repeated through strides. */
public final class PlainCompare implements RangedInstruction, LoopNest.Run {
  private static final int WORTH_A_THREAD = 32_768;

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
    this.a = viewA.buffer().number();
    this.b = viewB.buffer().number();
    this.y = call.result(0);
    this.nest = PlainBinary.nest(call.resultType(0).shape(), viewA, viewB);
    this.n = nest.runLength();
    this.sa = nest.runStride(1);
    this.sb = nest.runStride(2);
  }

  /** The elements, or everything as one item where the operands need more than one run. */
  @Override
  public int items() {
    return nest.runs() == 1 ? n : 1;
  }

  @Override
  public int worthAThread() {
    return WORTH_A_THREAD;
  }

  @Override
  public void run(Frame current, int from, int to) {
    int yAt = current.offset(y);
    int aAt = current.offset(a);
    int bAt = current.offset(b);
    if (nest.runs() == 1) {
      compare(current, yAt + from, aAt + from * sa, bAt + from * sb, to - from);
    } else {
      frame = current;
      nest.forEachRun(this, yAt, aAt, bAt, 0);
    }
  }

  @Override
  public void run(int[] at) {
    compare(frame, at[0], at[1], at[2], n);
  }

  private void compare(Frame in, int yAt, int aAt, int bAt, int length) {
    byte[] target = in.bytes(y);
    switch (dtype) {
      case F32 -> floats(in.floats(a), aAt, in.floats(b), bAt, target, yAt, length);
      case I32 -> {
        int[] p = in.ints(a);
        int[] q = in.ints(b);
        for (int i = 0; i < length; i++) {
          target[yAt + i] = holds(Integer.compare(p[aAt + i * sa], q[bAt + i * sb]));
        }
      }
      case U8, BOOL -> {
        byte[] p = in.bytes(a);
        byte[] q = in.bytes(b);
        for (int i = 0; i < length; i++) {
          target[yAt + i] = holds(Byte.compareUnsigned(p[aAt + i * sa], q[bAt + i * sb]));
        }
      }
    }
  }

  /** One loop for each relation, that none has a switch in it. */
  private void floats(float[] p, int pAt, float[] q, int qAt, byte[] target, int at, int length) {
    switch (relation) {
      case EQUAL -> {
        for (int i = 0; i < length; i++) {
          target[at + i] = (byte) (p[pAt + i * sa] == q[qAt + i * sb] ? 1 : 0);
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < length; i++) {
          target[at + i] = (byte) (p[pAt + i * sa] != q[qAt + i * sb] ? 1 : 0);
        }
      }
      case LESS -> {
        for (int i = 0; i < length; i++) {
          target[at + i] = (byte) (p[pAt + i * sa] < q[qAt + i * sb] ? 1 : 0);
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < length; i++) {
          target[at + i] = (byte) (p[pAt + i * sa] <= q[qAt + i * sb] ? 1 : 0);
        }
      }
      case GREATER -> {
        for (int i = 0; i < length; i++) {
          target[at + i] = (byte) (p[pAt + i * sa] > q[qAt + i * sb] ? 1 : 0);
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < length; i++) {
          target[at + i] = (byte) (p[pAt + i * sa] >= q[qAt + i * sb] ? 1 : 0);
        }
      }
    }
  }

  private byte holds(int order) {
    boolean result =
        switch (relation) {
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
          case LESS -> order < 0;
          case LESS_OR_EQUAL -> order <= 0;
          case GREATER -> order > 0;
          case GREATER_OR_EQUAL -> order >= 0;
        };
    return (byte) (result ? 1 : 0);
  }
}
