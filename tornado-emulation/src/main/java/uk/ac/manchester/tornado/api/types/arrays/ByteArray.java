// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** Elements outside the JVM's objects in TornadoVM; a checked Java array here. */
public final class ByteArray extends TornadoNativeArray {
  private final byte[] values;

  /** So many zeros. */
  public ByteArray(int numberOfElements) {
    values = new byte[numberOfElements];
  }

  /** An element. */
  public byte get(int index) {
    return values[index];
  }

  /** Changes an element. */
  public void set(int index, byte value) {
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
    return new ByteArray(values.length);
  }
}
