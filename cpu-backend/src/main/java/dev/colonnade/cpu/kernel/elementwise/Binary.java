// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise functions of two fp32 arrays, or of an array and a number. All but the power are
 * correctly rounded; the power is computed in fp64 and rounded. The result may be written over an
 * operand.
 */
public enum Binary {
  /** a + b. */
  ADD,
  /** a - b. */
  SUBTRACT,
  /** a b. */
  MULTIPLY,
  /** a / b. */
  DIVIDE,
  /** The larger of both; NaN if either is NaN. */
  MAXIMUM,
  /** The smaller of both; NaN if either is NaN. */
  MINIMUM,
  /** a to the power of b. */
  POWER;

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  /**
   * Returns a to the power of b. C differs from Java in that 1 to any power, NaN included, is 1,
   * and -1 to an infinite power too; tensors follow C.
   */
  public static float power(float a, float b) {
    if (a == 1 || (a == -1 && Float.isInfinite(b))) {
      return 1;
    }
    return (float) Math.pow(a, b);
  }

  /** Computes y[i] = f(a[i], b[i]) for {@code length} elements. */
  public void apply(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int length) {
    switch (this) {
      case ADD -> add(a, aOffset, b, bOffset, y, yOffset, length);
      case SUBTRACT -> subtract(a, aOffset, b, bOffset, y, yOffset, length);
      case MULTIPLY -> multiply(a, aOffset, b, bOffset, y, yOffset, length);
      case DIVIDE -> divide(a, aOffset, b, bOffset, y, yOffset, length);
      case MAXIMUM -> maximum(a, aOffset, b, bOffset, y, yOffset, length);
      case MINIMUM -> minimum(a, aOffset, b, bOffset, y, yOffset, length);
      case POWER -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = power(a[aOffset + i], b[bOffset + i]);
        }
      }
    }
  }

  /** Computes y[i] = f(a[i], b) for {@code length} elements. */
  public void applyRight(float[] a, int aOffset, float b, float[] y, int yOffset, int length) {
    switch (this) {
      case ADD -> addNumber(a, aOffset, b, y, yOffset, length);
      case SUBTRACT -> subtractNumber(a, aOffset, b, y, yOffset, length);
      case MULTIPLY -> multiplyNumber(a, aOffset, b, y, yOffset, length);
      case DIVIDE -> divideNumber(a, aOffset, b, y, yOffset, length);
      case MAXIMUM -> maximumNumber(a, aOffset, b, y, yOffset, length);
      case MINIMUM -> minimumNumber(a, aOffset, b, y, yOffset, length);
      case POWER -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = power(a[aOffset + i], b);
        }
      }
    }
  }

  /** Computes y[i] = f(a, b[i]) for {@code length} elements. */
  public void applyLeft(float a, float[] b, int bOffset, float[] y, int yOffset, int length) {
    switch (this) {
      case ADD -> addNumber(b, bOffset, a, y, yOffset, length);
      case MULTIPLY -> multiplyNumber(b, bOffset, a, y, yOffset, length);
      case MAXIMUM -> maximumNumber(b, bOffset, a, y, yOffset, length);
      case MINIMUM -> minimumNumber(b, bOffset, a, y, yOffset, length);
      case SUBTRACT -> numberSubtract(a, b, bOffset, y, yOffset, length);
      case DIVIDE -> numberDivide(a, b, bOffset, y, yOffset, length);
      case POWER -> {
        for (int i = 0; i < length; i++) {
          y[yOffset + i] = power(a, b[bOffset + i]);
        }
      }
    }
  }

  private static void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i)
          .add(FloatVector.fromArray(FLOAT, b, bOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  private static void addNumber(
      float[] a, int aOffset, float b, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i).add(b).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] + b;
    }
  }

  private static void subtract(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i)
          .sub(FloatVector.fromArray(FLOAT, b, bOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] - b[bOffset + i];
    }
  }

  private static void subtractNumber(
      float[] a, int aOffset, float b, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i).sub(b).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] - b;
    }
  }

  private static void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i)
          .mul(FloatVector.fromArray(FLOAT, b, bOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] * b[bOffset + i];
    }
  }

  private static void multiplyNumber(
      float[] a, int aOffset, float b, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i).mul(b).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] * b;
    }
  }

  private static void divide(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i)
          .div(FloatVector.fromArray(FLOAT, b, bOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] / b[bOffset + i];
    }
  }

  private static void divideNumber(
      float[] a, int aOffset, float b, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i).div(b).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a[aOffset + i] / b;
    }
  }

  private static void maximum(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i)
          .max(FloatVector.fromArray(FLOAT, b, bOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = Math.max(a[aOffset + i], b[bOffset + i]);
    }
  }

  private static void maximumNumber(
      float[] a, int aOffset, float b, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i).max(b).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = Math.max(a[aOffset + i], b);
    }
  }

  private static void minimum(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i)
          .min(FloatVector.fromArray(FLOAT, b, bOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = Math.min(a[aOffset + i], b[bOffset + i]);
    }
  }

  private static void minimumNumber(
      float[] a, int aOffset, float b, float[] y, int yOffset, int length) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, a, aOffset + i).min(b).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = Math.min(a[aOffset + i], b);
    }
  }

  private static void numberSubtract(
      float a, float[] b, int bOffset, float[] y, int yOffset, int length) {
    FloatVector number = FloatVector.broadcast(FLOAT, a);
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      number.sub(FloatVector.fromArray(FLOAT, b, bOffset + i)).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a - b[bOffset + i];
    }
  }

  private static void numberDivide(
      float a, float[] b, int bOffset, float[] y, int yOffset, int length) {
    FloatVector number = FloatVector.broadcast(FLOAT, a);
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      number.div(FloatVector.fromArray(FLOAT, b, bOffset + i)).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < length; i++) {
      y[yOffset + i] = a / b[bOffset + i];
    }
  }
}
