// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.scalar;

import dev.colonnade.cpu.kernel.elementwise.Binary;
import dev.colonnade.cpu.kernel.elementwise.Unary;

/** Element-wise functions as plain loops on {@link Math}. */
public final class ScalarElementwise {

  private ScalarElementwise() {}

  /** Computes y[i] = f(x[i]) for {@code length} elements. */
  public static void apply(
      Unary function, float[] x, int xOffset, float[] y, int yOffset, int length) {
    switch (function) {
      case NEGATE -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = -x[xOffset + i];
        }
      }
      case ABSOLUTE -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = Math.abs(x[xOffset + i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = Math.signum(x[xOffset + i]);
        }
      }
      case SQUARE_ROOT -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) Math.sqrt(x[xOffset + i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) Math.exp(x[xOffset + i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) Math.log(x[xOffset + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) Math.tanh(x[xOffset + i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) (1 / (1 + Math.exp(-x[xOffset + i])));
        }
      }
      case FLOOR -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) Math.floor(x[xOffset + i]);
        }
      }
      case SINE -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) Math.sin(x[xOffset + i]);
        }
      }
      case COSINE -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = (float) Math.cos(x[xOffset + i]);
        }
      }
    }
  }

  /** Computes y[i] = f(a[i], b[i]) for {@code length} elements. */
  public static void apply(
      Binary function,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] y,
      int yOffset,
      int length) {
    switch (function) {
      case ADD -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] + b[bOffset + i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] - b[bOffset + i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] * b[bOffset + i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = a[aOffset + i] / b[bOffset + i];
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = Math.max(a[aOffset + i], b[bOffset + i]);
        }
      }
      case MINIMUM -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = Math.min(a[aOffset + i], b[bOffset + i]);
        }
      }
      case POWER -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = Binary.power(a[aOffset + i], b[bOffset + i]);
        }
      }
    }
  }
}
