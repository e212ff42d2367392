// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Element-wise formulas that training uses in every step, in one pass over memory. */
public final class Fused {

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  private Fused() {}

  /** Computes the gradient of y = a tanh(b x) from y: dx = dy (a b - b / a y^2). */
  public static void scaledTanhGradient(
      float a,
      float b,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      int length) {
    float slope = a * b;
    float curvature = b / a;
    FloatVector slopes = FloatVector.broadcast(FLOAT, slope);
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, y, yOffset + i);
      FloatVector derivative = v.mul(v).fma(FloatVector.broadcast(FLOAT, -curvature), slopes);
      derivative.mul(FloatVector.fromArray(FLOAT, dy, dyOffset + i)).intoArray(dx, dxOffset + i);
    }
    for (int i = bound; i < length; i++) {
      float v = y[yOffset + i];
      dx[dxOffset + i] = Math.fma(v * v, -curvature, slope) * dy[dyOffset + i];
    }
  }

  /** Computes a step of gradient descent: w' = w - rate (g + decay w); w' may be w. */
  public static void sgdStep(
      float rate,
      float decay,
      float[] w,
      int wOffset,
      float[] g,
      int gOffset,
      float[] result,
      int resultOffset,
      int length) {
    FloatVector step = FloatVector.broadcast(FLOAT, -rate);
    FloatVector decays = FloatVector.broadcast(FLOAT, decay);
    int bound = FLOAT.loopBound(length);
    if (decay == 0) {
      for (int i = 0; i < bound; i += LANES) {
        FloatVector.fromArray(FLOAT, g, gOffset + i)
            .fma(step, FloatVector.fromArray(FLOAT, w, wOffset + i))
            .intoArray(result, resultOffset + i);
      }
    } else {
      for (int i = 0; i < bound; i += LANES) {
        FloatVector v = FloatVector.fromArray(FLOAT, w, wOffset + i);
        v.fma(decays, FloatVector.fromArray(FLOAT, g, gOffset + i))
            .fma(step, v)
            .intoArray(result, resultOffset + i);
      }
    }
    for (int i = bound; i < length; i++) {
      float v = w[wOffset + i];
      float gradient = decay == 0 ? g[gOffset + i] : Math.fma(v, decay, g[gOffset + i]);
      result[resultOffset + i] = Math.fma(gradient, -rate, v);
    }
  }

  /**
   * Computes a step of gradient descent with momentum: v' = momentum v - rate (g + decay w), w' = w
   * + v'; the results may be written over w and v.
   */
  public static void momentumStep(
      float rate,
      float momentum,
      float decay,
      float[] w,
      int wOffset,
      float[] v,
      int vOffset,
      float[] g,
      int gOffset,
      float[] newW,
      int newWOffset,
      float[] newV,
      int newVOffset,
      int length) {
    FloatVector step = FloatVector.broadcast(FLOAT, -rate);
    FloatVector decays = FloatVector.broadcast(FLOAT, decay);
    int bound = FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector weights = FloatVector.fromArray(FLOAT, w, wOffset + i);
      FloatVector gradient = FloatVector.fromArray(FLOAT, g, gOffset + i);
      if (decay != 0) {
        gradient = weights.fma(decays, gradient);
      }
      FloatVector velocity =
          gradient.fma(step, FloatVector.fromArray(FLOAT, v, vOffset + i).mul(momentum));
      velocity.intoArray(newV, newVOffset + i);
      weights.add(velocity).intoArray(newW, newWOffset + i);
    }
    for (int i = bound; i < length; i++) {
      float weight = w[wOffset + i];
      float gradient = decay == 0 ? g[gOffset + i] : Math.fma(weight, decay, g[gOffset + i]);
      float velocity = Math.fma(gradient, -rate, v[vOffset + i] * momentum);
      newV[newVOffset + i] = velocity;
      newW[newWOffset + i] = weight + velocity;
    }
  }
}
