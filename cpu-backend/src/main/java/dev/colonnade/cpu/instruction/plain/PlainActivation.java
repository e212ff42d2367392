// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;

/** Bias and activation of a layer, as passes over its elements. */
final class PlainActivation {
  private PlainActivation() {}

  /** {@code y = activation(x + bias)} where axis 1 is the bias's; in place if x and y are one. */
  static Instruction biased(Activation activation, Shape shape, int x, int bias, int y) {
    int maps = shape.dimension(1);
    int plane = (int) (shape.elementCount() / shape.dimension(0) / maps);
    int planes = shape.dimension(0) * maps;
    return frame -> {
      float[] biases = frame.floats(bias);
      for (int i = 0; i < planes; i++) {
        apply(
            activation,
            frame.floats(x),
            frame.offset(x) + i * plane,
            biases[frame.offset(bias) + i % maps],
            frame.floats(y),
            frame.offset(y) + i * plane,
            plane);
      }
    };
  }

  /** {@code y = activation(x)} on {@code count} elements. */
  static Instruction unbiased(Activation activation, int count, int x, int y) {
    return frame ->
        apply(
            activation,
            frame.floats(x),
            frame.offset(x),
            0,
            frame.floats(y),
            frame.offset(y),
            count);
  }

  private static void apply(
      Activation activation, float[] x, int xAt, float bias, float[] y, int yAt, int n) {
    switch (activation) {
      case Activation.Identity() -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = x[xAt + i] + bias;
        }
      }
      case Activation.Relu() -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.max(x[xAt + i] + bias, 0);
        }
      }
      case Activation.Tanh() -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.tanh(x[xAt + i] + bias);
        }
      }
      case Activation.Sigmoid() -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) (1 / (1 + Math.exp(-(x[xAt + i] + bias))));
        }
      }
      case Activation.ScaledTanh(float amplitude, float slope) -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = amplitude * (float) Math.tanh(slope * (x[xAt + i] + bias));
        }
      }
    }
  }

  static Instruction scaledTanhGradient(ScaledTanhGradient op, Call call) {
    float constant = op.amplitude() * op.slope();
    float square = op.slope() / op.amplitude();
    int count = (int) call.resultType(0).elementCount();
    int y = call.operand(0);
    int dy = call.operand(1);
    int dx = call.result(0);
    return frame -> {
      float[] values = frame.floats(y);
      float[] gradients = frame.floats(dy);
      float[] target = frame.floats(dx);
      int at = frame.offset(y);
      int gradientAt = frame.offset(dy);
      int targetAt = frame.offset(dx);
      for (int i = 0; i < count; i++) {
        float value = values[at + i];
        target[targetAt + i] = gradients[gradientAt + i] * (constant - value * value * square);
      }
    };
  }
}
