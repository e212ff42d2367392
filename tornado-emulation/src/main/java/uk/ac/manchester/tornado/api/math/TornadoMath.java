// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.math;

/** Functions that TornadoVM's compiler knows. */
public class TornadoMath {
  private TornadoMath() {}

  /** As its name says. */
  public static float abs(float x) {
    return Math.abs(x);
  }

  /** As its name says. */
  public static float exp(float x) {
    return (float) Math.exp(x);
  }

  /** As its name says. */
  public static float log(float x) {
    return (float) Math.log(x);
  }

  /** As its name says. */
  public static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  /** As its name says. */
  public static float tanh(float x) {
    return (float) Math.tanh(x);
  }

  /** As its name says. */
  public static float sin(float x) {
    return (float) Math.sin(x);
  }

  /** As its name says. */
  public static float cos(float x) {
    return (float) Math.cos(x);
  }

  /** As its name says. */
  public static float floor(float x) {
    return (float) Math.floor(x);
  }

  /** C's function, which gives 1 for any power of 1 and for -1 to an infinite power. */
  public static float pow(float x, float y) {
    boolean one = x == 1 || (x == -1 && Float.isInfinite(y));
    return one ? 1 : (float) Math.pow(x, y);
  }
}
