// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array that devices can hold. */
public abstract sealed class TornadoNativeArray permits ByteArray, FloatArray, IntArray {
  TornadoNativeArray() {}

  /** Number of elements. */
  public abstract int getSize();

  /** The elements' memory. */
  public abstract MemorySegment getSegment();

  /** A new array of as many elements. */
  abstract TornadoNativeArray sameSize();

  /** A copy, which stands for what a device holds. */
  static TornadoNativeArray copyOf(TornadoNativeArray array) {
    TornadoNativeArray copy = array.sameSize();
    copy.getSegment().copyFrom(array.getSegment());
    return copy;
  }
}
