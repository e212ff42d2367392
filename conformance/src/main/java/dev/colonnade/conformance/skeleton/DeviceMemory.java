// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The session's memory: hands out buffers and knows how much is out. A backend with device memory
 * keeps addresses here instead.
 */
final class DeviceMemory {
  private long bytesInUse;

  long bytesInUse() {
    return bytesInUse;
  }

  Buffer allocate(String name, TensorType type, boolean guarded) {
    Buffer buffer = new Buffer(name, type, guarded);
    bytesInUse += buffer.whole.byteSize();
    return buffer;
  }

  /** A tensor in device memory, between two canaries where guarded. */
  final class Buffer implements AutoCloseable {
    private static final int CANARY_BYTES = 64;
    private static final byte CANARY = (byte) 0xC5;

    private final String name;
    private final MemorySegment whole;
    private final HostTensor tensor;
    private final int canary;
    private boolean closed;

    private Buffer(String name, TensorType type, boolean guarded) {
      this.name = name;
      this.canary = guarded ? CANARY_BYTES : 0;
      int size = Math.toIntExact(type.byteSize() + 2L * canary);
      // Whole words, so that a heap segment of ints is aligned for every element type.
      this.whole = MemorySegment.ofArray(new int[Math.ceilDiv(size, Integer.BYTES)]);
      this.tensor = HostTensor.wrap(type, whole.asSlice(canary, type.byteSize()));
      if (guarded) {
        before().fill(CANARY);
        behind().fill(CANARY);
      }
    }

    HostTensor tensor() {
      return tensor;
    }

    String name() {
      return name;
    }

    private MemorySegment before() {
      return whole.asSlice(0, canary);
    }

    private MemorySegment behind() {
      return whole.asSlice(canary + tensor.type().byteSize());
    }

    /** Fills the tensor with a byte; 0xFF makes every float a NaN. */
    void poison(byte pattern) {
      tensor.segment().fill(pattern);
    }

    /** Whether both canaries are as they were laid. */
    boolean isIntact() {
      return filledWithCanaries(before()) && filledWithCanaries(behind());
    }

    private boolean filledWithCanaries(MemorySegment segment) {
      for (byte value : segment.toArray(ValueLayout.JAVA_BYTE)) {
        if (value != CANARY) {
          return false;
        }
      }
      return true;
    }

    /** Gives the memory back; again does nothing. */
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        bytesInUse -= whole.byteSize();
      }
    }
  }
}
