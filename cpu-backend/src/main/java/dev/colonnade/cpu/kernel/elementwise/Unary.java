// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise functions of one fp32 array. NaN gives NaN. The result may be written over the
 * operand.
 */
public enum Unary {
  /** -x; flips the sign of zero and NaN. */
  NEGATE,
  /** The absolute value. */
  ABSOLUTE,
  /** -1, 0 or 1; zeros keep their sign. */
  SIGN,
  /** The square root; NaN below zero. */
  SQUARE_ROOT,
  /** e^x, within {@link VectorMath#EXP_ULP} ulp. */
  EXP,
  /** The natural logarithm, within {@link VectorMath#LOG_ULP} ulp. */
  LOG,
  /** The hyperbolic tangent, within {@link VectorMath#TANH_ULP} ulp. */
  TANH,
  /** 1 / (1 + e^-x), within {@link VectorMath#SIGMOID_ULP} ulp. */
  SIGMOID,
  /** The largest integer not above x. */
  FLOOR,
  /** The sine of x in radians: {@link Math#sin} rounded to fp32. */
  SINE,
  /** The cosine of x in radians: {@link Math#cos} rounded to fp32. */
  COSINE;

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  /** Computes y[i] = f(x[i]) for {@code length} elements. */
  public void apply(float[] x, int xOffset, float[] y, int yOffset, int length) {
    switch (this) {
      case NEGATE -> negate(x, xOffset, y, yOffset, length);
      case ABSOLUTE -> absolute(x, xOffset, y, yOffset, length);
      case SIGN -> sign(x, xOffset, y, yOffset, length);
      case SQUARE_ROOT -> squareRoot(x, xOffset, y, yOffset, length);
      case EXP -> VectorMath.exp(x, xOffset, 0, y, yOffset, length);
      case LOG -> VectorMath.log(x, xOffset, y, yOffset, length);
      case TANH -> VectorMath.tanh(1, 1, 0, x, xOffset, y, yOffset, length);
      case SIGMOID -> VectorMath.sigmoid(0, x, xOffset, y, yOffset, length);
      case FLOOR -> VectorMath.floor(x, xOffset, y, yOffset, length);
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

  private static void negate(float[] in, int inOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = rest(length);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector x = load(in, inOffset + i, whole, rest);
      store(
          x.reinterpretAsInts()
              .lanewise(VectorOperators.XOR, Integer.MIN_VALUE)
              .reinterpretAsFloats(),
          y,
          yOffset + i,
          whole,
          rest);
    }
  }

  private static void absolute(float[] in, int inOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = rest(length);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector x = load(in, inOffset + i, whole, rest);
      store(x.abs(), y, yOffset + i, whole, rest);
    }
  }

  private static void sign(float[] in, int inOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = rest(length);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector x = load(in, inOffset + i, whole, rest);
      store(
          x.blend(1f, x.compare(VectorOperators.GT, 0f))
              .blend(-1f, x.compare(VectorOperators.LT, 0f)),
          y,
          yOffset + i,
          whole,
          rest);
    }
  }

  private static void squareRoot(float[] in, int inOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = rest(length);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector x = load(in, inOffset + i, whole, rest);
      store(x.sqrt(), y, yOffset + i, whole, rest);
    }
  }

  /** The lanes of the last, incomplete vector of a run. */
  private static VectorMask<Float> rest(int length) {
    return FLOAT.indexInRange(FLOAT.loopBound(length), length);
  }

  private static FloatVector load(float[] x, int at, boolean whole, VectorMask<Float> rest) {
    return whole ? FloatVector.fromArray(FLOAT, x, at) : FloatVector.fromArray(FLOAT, x, at, rest);
  }

  private static void store(
      FloatVector v, float[] y, int at, boolean whole, VectorMask<Float> rest) {
    if (whole) {
      v.intoArray(y, at);
    } else {
      v.intoArray(y, at, rest);
    }
  }
}
