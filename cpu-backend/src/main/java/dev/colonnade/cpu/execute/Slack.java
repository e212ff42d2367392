// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.tensor.DType;

/**
 * Float arrays are a vector longer than what lies in them, so that the last, incomplete vector of a
 * tensor is inside its array wherever the tensor lies. A masked access that reaches beyond an
 * array's end is right too, but takes another path, slower and at the compiler's mercy: where it
 * does not see through the mask, it makes an object in every step.
 */
public final class Slack {
  /** Elements behind the last one that is used: a vector of the longest kind. */
  public static final int FLOATS = 16;

  private Slack() {}

  /** The length of an array for {@code count} elements; the longest arrays go without slack. */
  public static int length(DType dtype, int count) {
    return dtype == DType.F32 && count <= ArrayLimit.LARGEST - FLOATS ? count + FLOATS : count;
  }

  /** A new array for {@code count} elements of this type. */
  public static Object newArray(DType dtype, int count) {
    int length = length(dtype, count);
    return switch (dtype) {
      case F32 -> new float[length];
      case I32 -> new int[length];
      case U8, BOOL -> new byte[length];
    };
  }

  /** Bytes of the array for {@code count} elements of this type. */
  public static long bytes(DType dtype, long count) {
    return (long) length(dtype, Math.toIntExact(count)) * dtype.byteSize();
  }
}
