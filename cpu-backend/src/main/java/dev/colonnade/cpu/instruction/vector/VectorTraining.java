// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.kernel.elementwise.Fused;
import dev.colonnade.cpu.kernel.reduction.Softmax;
import dev.colonnade.cpu.team.WorkerTeam;

/** The formulas of a training step that are one pass each: activation, loss, optimizer. */
final class VectorTraining {
  private static final int WORTH_A_THREAD = 32_768;

  private VectorTraining() {}

  static Instruction scaledTanh(ScaledTanh op, Call call, WorkerTeam team) {
    Epilogue epilogue = Epilogue.scaledTanh(op.amplitude(), op.slope());
    int x = call.operand(0);
    int y = call.result(0);
    return new Spans(team, count(call), WORTH_A_THREAD / 4) {
      @Override
      void span(Frame frame, int from, int to) {
        float[] target = frame.floats(y);
        int at = frame.offset(y) + from;
        if (!frame.same(x, y)) {
          System.arraycopy(frame.floats(x), frame.offset(x) + from, target, at, to - from);
        }
        epilogue.apply(target, at, to - from, 0);
      }
    };
  }

  static Instruction scaledTanhGradient(ScaledTanhGradient op, Call call, WorkerTeam team) {
    int y = call.operand(0);
    int dy = call.operand(1);
    int dx = call.result(0);
    return new Spans(team, count(call), WORTH_A_THREAD) {
      @Override
      void span(Frame frame, int from, int to) {
        Fused.scaledTanhGradient(
            op.amplitude(),
            op.slope(),
            frame.floats(y),
            frame.offset(y) + from,
            frame.floats(dy),
            frame.offset(dy) + from,
            frame.floats(dx),
            frame.offset(dx) + from,
            to - from);
      }
    };
  }

  static Instruction sgd(SgdStep op, Call call, WorkerTeam team) {
    int w = call.operand(0);
    int g = call.operand(1);
    int rate = call.operand(2);
    int y = call.result(0);
    return new Spans(team, count(call), WORTH_A_THREAD) {
      @Override
      void span(Frame frame, int from, int to) {
        Fused.sgdStep(
            frame.floats(rate)[frame.offset(rate)],
            op.decay(),
            frame.floats(w),
            frame.offset(w) + from,
            frame.floats(g),
            frame.offset(g) + from,
            frame.floats(y),
            frame.offset(y) + from,
            to - from);
      }
    };
  }

  static Instruction momentum(MomentumStep op, Call call, WorkerTeam team) {
    int w = call.operand(0);
    int v = call.operand(1);
    int g = call.operand(2);
    int rate = call.operand(3);
    int newW = call.result(0);
    int newV = call.result(1);
    return new Spans(team, count(call), WORTH_A_THREAD) {
      @Override
      void span(Frame frame, int from, int to) {
        Fused.momentumStep(
            frame.floats(rate)[frame.offset(rate)],
            op.momentum(),
            op.decay(),
            frame.floats(w),
            frame.offset(w) + from,
            frame.floats(v),
            frame.offset(v) + from,
            frame.floats(g),
            frame.offset(g) + from,
            frame.floats(newW),
            frame.offset(newW) + from,
            frame.floats(newV),
            frame.offset(newV) + from,
            to - from);
      }
    };
  }

  static Instruction crossEntropy(Call call, WorkerTeam team) {
    int classes = call.operandType(0).shape().dimension(1);
    int logits = call.operand(0);
    int labels = call.operand(1);
    int loss = call.result(0);
    return new Spans(team, call.operandType(0).shape().dimension(0), WORTH_A_THREAD / 4 / classes) {
      @Override
      void span(Frame frame, int from, int to) {
        Softmax.crossEntropy(
            from,
            to,
            classes,
            frame.floats(logits),
            frame.offset(logits),
            frame.ints(labels),
            frame.offset(labels),
            frame.floats(loss),
            frame.offset(loss));
      }
    };
  }

  static Instruction crossEntropyGradient(Call call, WorkerTeam team) {
    int classes = call.operandType(0).shape().dimension(1);
    int logits = call.operand(0);
    int labels = call.operand(1);
    int scale = call.operand(2);
    int dx = call.result(0);
    return new Spans(team, call.operandType(0).shape().dimension(0), WORTH_A_THREAD / 4 / classes) {
      @Override
      void span(Frame frame, int from, int to) {
        Softmax.crossEntropyGradient(
            from,
            to,
            classes,
            frame.floats(logits),
            frame.offset(logits),
            frame.ints(labels),
            frame.offset(labels),
            frame.floats(scale),
            frame.offset(scale),
            frame.floats(dx),
            frame.offset(dx));
      }
    };
  }

  private static int count(Call call) {
    return (int) call.resultType(0).elementCount();
  }
}
