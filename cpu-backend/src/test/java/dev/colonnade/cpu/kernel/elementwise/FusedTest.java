// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.cpu.kernel.KernelTesting;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FusedTest {

  private static void near(float[] actual, double bound, IntToDoubleFunction expected) {
    for (int i = 0; i < actual.length; i++) {
      double value = expected.applyAsDouble(i);
      assertThat((double) actual[i]).as("element %d", i).isBetween(value - bound, value + bound);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 64, 101})
  void formulasAgreeWithTheirDefinition(int n) {
    Random random = new Random(n);
    float[] x = KernelTesting.random(random, n);
    float[] g = KernelTesting.random(random, n);
    float[] v = KernelTesting.random(random, n);
    float[] y = new float[n];
    VectorMath.tanh(1.7159f, 0.6666f, 0, x, 0, y, 0, n);
    near(y, 4e-7, i -> 1.7159f * Math.tanh(0.6666f * (double) x[i]));
    float[] dx = new float[n];
    Fused.scaledTanhGradient(1.7159f, 0.6666f, y, 0, g, 0, dx, 0, n);
    near(dx, 5e-7, i -> g[i] * (1.7159 * 0.6666 - 0.6666 / 1.7159 * y[i] * (double) y[i]));
    float[] w = new float[n];
    Fused.sgdStep(0.1f, 0, x, 0, g, 0, w, 0, n);
    near(w, 1e-7, i -> x[i] - 0.1f * (double) g[i]);
    Fused.sgdStep(0.1f, 0.01f, x, 0, g, 0, w, 0, n);
    near(w, 2e-7, i -> x[i] - 0.1f * (g[i] + 0.01f * (double) x[i]));
    float[] velocity = new float[n];
    for (float decay : new float[] {0, 0.01f}) {
      Fused.momentumStep(0.1f, 0.9f, decay, x, 0, v, 0, g, 0, w, 0, velocity, 0, n);
      near(velocity, 3e-7, i -> 0.9f * (double) v[i] - 0.1f * (g[i] + decay * (double) x[i]));
      near(w, 2e-7, i -> x[i] + (double) velocity[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void epiloguesAddTheBiasAndActivate(Activation activation) {
    Epilogue epilogue =
        activation == Activation.SCALED_TANH
            ? Epilogue.scaledTanh(1.5f, 0.5f)
            : Epilogue.of(activation);
    Random random = new Random(4);
    for (int n = 0; n < 70; n++) {
      float[] x = KernelTesting.random(random, n);
      float[] y = x.clone();
      epilogue.apply(y, 0, n, 0.25f);
      near(
          y,
          3e-7,
          i -> {
            double z = (double) x[i] + 0.25f;
            return switch (activation) {
              case IDENTITY -> z;
              case SCALED_TANH -> 1.5 * Math.tanh(0.5 * z);
              case TANH -> Math.tanh(z);
              case RELU -> Math.max(z, 0);
              case SIGMOID -> 1 / (1 + Math.exp(-z));
            };
          });
    }
  }
}
