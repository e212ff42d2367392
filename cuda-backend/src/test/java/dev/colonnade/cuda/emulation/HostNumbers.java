// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.core.backend.MathMode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Numbers in the emulated device's memory, which is the host's.
 *
 * @param address of the first
 * @param bfloat16 whether they are stored as bfloat16, else as binary32
 * @param mode they are rounded to when they are read
 */
record HostNumbers(long address, boolean bfloat16, MathMode mode) {
  /** Binary32, read as they are. */
  static HostNumbers floats(long address) {
    return new HostNumbers(address, false, MathMode.STRICT_FP32);
  }

  @SuppressWarnings("restricted") // An emulated device's addresses are the host's.
  private static MemorySegment at(long address, int bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  float get(long index) {
    float stored =
        bfloat16
            ? Float.intBitsToFloat(
                at(address + index * Short.BYTES, Short.BYTES).get(ValueLayout.JAVA_SHORT, 0) << 16)
            : at(address + index * Float.BYTES, Float.BYTES).get(ValueLayout.JAVA_FLOAT, 0);
    return Formats.nearest(stored, mode);
  }

  /** The first so many. */
  float[] all(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = get(i);
    }
    return values;
  }

  void set(long index, double value) {
    if (bfloat16) {
      throw new IllegalStateException("results are binary32");
    }
    at(address + index * Float.BYTES, Float.BYTES).set(ValueLayout.JAVA_FLOAT, 0, (float) value);
  }
}
