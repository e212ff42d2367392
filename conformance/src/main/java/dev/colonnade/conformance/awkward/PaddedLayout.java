// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.core.backend.GuardViolationException;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How a tensor lies in device memory: rows of the innermost axis in reverse order, each followed by
 * poisoned padding, so that neither a plain copy nor an off-by-one index gives the right elements.
 */
final class PaddedLayout {
  static final byte POISON = (byte) 0xEB;
  private static final int PADDING_ELEMENTS = 3;

  private final TensorType type;
  private final long rows;
  private final long rowBytes;
  private final long pitch;

  PaddedLayout(TensorType type) {
    this.type = type;
    int rank = type.shape().rank();
    long rowLength = rank == 0 ? 1 : type.shape().dimension(-1);
    this.rows = type.elementCount() / rowLength;
    this.rowBytes = rowLength * type.dtype().byteSize();
    this.pitch = rowBytes + (long) PADDING_ELEMENTS * type.dtype().byteSize();
  }

  TensorType type() {
    return type;
  }

  /** Bytes in device memory. */
  long byteSize() {
    return rows * pitch;
  }

  @Override
  public String toString() {
    return "rows reversed, pitch " + pitch + " bytes";
  }

  private long offset(long row) {
    return (rows - 1 - row) * pitch;
  }

  /** Copies a tensor into device memory, row by row. */
  void store(HostTensor from, MemorySegment to) {
    for (long row = 0; row < rows; row++) {
      MemorySegment.copy(from.segment(), row * rowBytes, to, offset(row), rowBytes);
    }
  }

  /** Copies a tensor out of device memory. */
  void load(MemorySegment from, HostTensor to) {
    for (long row = 0; row < rows; row++) {
      MemorySegment.copy(from, offset(row), to.segment(), row * rowBytes, rowBytes);
    }
  }

  /** A copy in host memory. */
  HostTensor load(MemorySegment from) {
    HostTensor result = HostTensor.zeros(type);
    load(from, result);
    return result;
  }

  /** Poisons everything, elements and padding. */
  void poison(MemorySegment memory) {
    memory.fill(POISON);
  }

  /**
   * Fails if padding was written to.
   *
   * @param what names the tensor
   */
  void requireIntact(String what, MemorySegment memory) {
    for (long row = 0; row < rows; row++) {
      for (long i = offset(row) + rowBytes; i < offset(row) + pitch; i++) {
        if (memory.get(ValueLayout.JAVA_BYTE, i) != POISON) {
          throw new GuardViolationException(
              "something wrote into the padding behind row " + row + " of " + what + " " + type);
        }
      }
    }
  }
}
