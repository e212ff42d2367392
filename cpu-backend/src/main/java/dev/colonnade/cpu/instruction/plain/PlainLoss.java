// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;

/** Softmax cross-entropy and its gradient, row by row. A label outside the classes matches none. */
final class PlainLoss {
  private PlainLoss() {}

  static Instruction crossEntropy(Call call) {
    Shape shape = call.operandType(0).shape();
    int rows = shape.dimension(0);
    int classes = shape.dimension(1);
    int logits = call.operand(0);
    int labels = call.operand(1);
    int y = call.result(0);
    return frame -> {
      float[] z = frame.floats(logits);
      for (int row = 0; row < rows; row++) {
        int at = frame.offset(logits) + row * classes;
        float largest = largest(z, at, classes);
        double sum = 0;
        for (int j = 0; j < classes; j++) {
          sum += Math.exp(z[at + j] - largest);
        }
        int label = frame.ints(labels)[frame.offset(labels) + row];
        float chosen = label >= 0 && label < classes ? z[at + label] - largest : 0;
        frame.floats(y)[frame.offset(y) + row] = (float) (Math.log(sum) - chosen);
      }
    };
  }

  static Instruction gradient(Call call) {
    Shape shape = call.operandType(0).shape();
    int rows = shape.dimension(0);
    int classes = shape.dimension(1);
    int logits = call.operand(0);
    int labels = call.operand(1);
    int scale = call.operand(2);
    int y = call.result(0);
    return frame -> {
      float[] z = frame.floats(logits);
      float[] target = frame.floats(y);
      for (int row = 0; row < rows; row++) {
        int at = frame.offset(logits) + row * classes;
        int to = frame.offset(y) + row * classes;
        float largest = largest(z, at, classes);
        double sum = 0;
        for (int j = 0; j < classes; j++) {
          float exponential = (float) Math.exp(z[at + j] - largest);
          target[to + j] = exponential;
          sum += exponential;
        }
        int label = frame.ints(labels)[frame.offset(labels) + row];
        float factor = frame.floats(scale)[frame.offset(scale) + row];
        for (int j = 0; j < classes; j++) {
          float probability = (float) (target[to + j] / sum);
          target[to + j] = (j == label ? probability - 1 : probability) * factor;
        }
      }
    };
  }

  private static float largest(float[] z, int at, int n) {
    float largest = z[at];
    for (int j = 1; j < n; j++) {
      largest = Math.max(largest, z[at + j]);
    }
    return largest;
  }
}
