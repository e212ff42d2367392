// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;

/** Optimizer steps; results may lie in the place of any operand of their size. */
final class PlainSteps {
  private PlainSteps() {}

  static Instruction sgd(SgdStep op, Call call) {
    float decay = op.decay();
    int count = (int) call.resultType(0).elementCount();
    int weights = call.operand(0);
    int gradient = call.operand(1);
    int rate = call.operand(2);
    int y = call.result(0);
    return frame ->
        sgd(
            frame.floats(weights),
            frame.offset(weights),
            frame.floats(gradient),
            frame.offset(gradient),
            frame.floats(rate)[frame.offset(rate)],
            decay,
            frame.floats(y),
            frame.offset(y),
            count);
  }

  private static void sgd(
      float[] w, int wAt, float[] g, int gAt, float rate, float decay, float[] y, int yAt, int n) {
    if (decay == 0) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = w[wAt + i] - rate * g[gAt + i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = w[wAt + i] - rate * (g[gAt + i] + decay * w[wAt + i]);
      }
    }
  }

  static Instruction momentum(MomentumStep op, Call call) {
    float momentum = op.momentum();
    float decay = op.decay();
    int count = (int) call.resultType(0).elementCount();
    int weights = call.operand(0);
    int velocity = call.operand(1);
    int gradient = call.operand(2);
    int rate = call.operand(3);
    int newWeights = call.result(0);
    int newVelocity = call.result(1);
    return frame -> {
      float factor = frame.floats(rate)[frame.offset(rate)];
      float[] w = frame.floats(weights);
      float[] v = frame.floats(velocity);
      float[] g = frame.floats(gradient);
      float[] toW = frame.floats(newWeights);
      float[] toV = frame.floats(newVelocity);
      int wAt = frame.offset(weights);
      int vAt = frame.offset(velocity);
      int gAt = frame.offset(gradient);
      int toWAt = frame.offset(newWeights);
      int toVAt = frame.offset(newVelocity);
      for (int i = 0; i < count; i++) {
        float weight = w[wAt + i];
        float step =
            momentum * v[vAt + i]
                - factor * (decay == 0 ? g[gAt + i] : g[gAt + i] + decay * weight);
        toW[toWAt + i] = weight + step;
        toV[toVAt + i] = step;
      }
    };
  }
}
