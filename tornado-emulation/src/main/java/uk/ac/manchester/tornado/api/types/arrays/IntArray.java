// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** Elements outside the JVM's objects in TornadoVM; a checked Java array here. */
public final class IntArray extends TornadoNativeArray {
  private final int[] values;

  /** So many zeros. */
  public IntArray(int numberOfElements) {
    values = new int[numberOfElements];
  }

  /** An element. */
  public int get(int index) {
    return values[index];
  }

  /** Changes an element. */
  public void set(int index, int value) {
    values[index] = value;
  }

  @Override
  public int getSize() {
    return values.length;
  }

  @Override
  public MemorySegment getSegment() {
    return MemorySegment.ofArray(values);
  }

  @Override
  TornadoNativeArray sameSize() {
    return new IntArray(values.length);
  }
}
