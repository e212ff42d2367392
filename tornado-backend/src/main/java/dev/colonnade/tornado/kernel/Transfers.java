// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Between the device's memory and a smaller array that travels: TornadoVM transfers whole arrays
 * only. Arguments: count, address.
 */
public final class Transfers {
  private Transfers() {}

  /** Into the memory of floats. */
  public static void putFloats(
      KernelContext context, FloatArray memory, FloatArray staging, IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      memory.set(arguments.get(1) + i, staging.get(i));
    }
  }

  /** Into the memory of integers. */
  public static void putInts(
      KernelContext context, IntArray memory, IntArray staging, IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      memory.set(arguments.get(1) + i, staging.get(i));
    }
  }

  /** Into the memory of bytes. */
  public static void putBytes(
      KernelContext context, ByteArray memory, ByteArray staging, IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      memory.set(arguments.get(1) + i, staging.get(i));
    }
  }

  /** Out of the memory of floats. */
  public static void getFloats(
      KernelContext context, FloatArray memory, FloatArray staging, IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      staging.set(i, memory.get(arguments.get(1) + i));
    }
  }

  /** Out of the memory of integers. */
  public static void getInts(
      KernelContext context, IntArray memory, IntArray staging, IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      staging.set(i, memory.get(arguments.get(1) + i));
    }
  }

  /** Out of the memory of bytes. */
  public static void getBytes(
      KernelContext context, ByteArray memory, ByteArray staging, IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      staging.set(i, memory.get(arguments.get(1) + i));
    }
  }

  /** Writes the first element of each memory: the graph that owns the memories has to. */
  public static void own(KernelContext context, FloatArray floats, IntArray ints, ByteArray bytes) {
    int i = context.globalIdx;
    if (i == 0) {
      floats.set(0, 0f);
      ints.set(0, 0);
      bytes.set(0, (byte) 0);
    }
  }
}
