// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What follows a linear operation in place: y = activation(y + bias), the bias one number for a
 * whole run (the elements of one channel).
 *
 * @param activation the function
 * @param a the factor of the result of {@link Activation#SCALED_TANH}; else unused
 * @param b the factor of the argument of {@link Activation#SCALED_TANH}; else unused
 */
public record Epilogue(Activation activation, float a, float b) {

  /** Nothing but the bias. */
  public static final Epilogue IDENTITY = new Epilogue(Activation.IDENTITY, 1, 1);

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  /** Returns a tanh(b x). */
  public static Epilogue scaledTanh(float a, float b) {
    return new Epilogue(Activation.SCALED_TANH, a, b);
  }

  /** Returns the epilogue of an activation without parameters. */
  public static Epilogue of(Activation activation) {
    if (activation == Activation.SCALED_TANH) {
      throw new IllegalArgumentException(
          "The scaled tanh needs its two factors; use Epilogue.scaledTanh(a, b).");
    }
    return new Epilogue(activation, 1, 1);
  }

  /** Applies bias and activation to a run of elements. */
  public void apply(float[] y, int offset, int length, float bias) {
    switch (activation) {
      case IDENTITY -> {
        if (bias != 0) {
          addBias(y, offset, length, bias);
        }
      }
      case SCALED_TANH -> VectorMath.tanh(a, b, bias, y, offset, y, offset, length);
      case TANH -> VectorMath.tanh(1, 1, bias, y, offset, y, offset, length);
      case RELU -> relu(y, offset, length, bias);
      case SIGMOID -> VectorMath.sigmoid(bias, y, offset, y, offset, length);
    }
  }

  private static void addBias(float[] y, int offset, int length, float bias) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOAT, y, offset + i).add(bias).intoArray(y, offset + i);
    }
    for (int i = bound; i < length; i++) {
      y[offset + i] += bias;
    }
  }

  private static void relu(float[] y, int offset, int length, float bias) {
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOAT, y, offset + i).add(bias);
      x.blend(0f, x.compare(VectorOperators.LE, 0f)).intoArray(y, offset + i);
    }
    for (int i = bound; i < length; i++) {
      float x = y[offset + i] + bias;
      y[offset + i] = x <= 0 ? 0 : x;
    }
  }
}
