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

  /** As its name says. */
  public static float pow(float x, float y) {
    return (float) Math.pow(x, y);
  }
}
