// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.runtime.flow.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The one structure that a kernel takes, field by field in the order of its C++ declaration, with
 * C's natural alignment. Addresses of buffers are filled in when it is used.
 */
public final class Parameters {
  /** The most axes of a loop nest; {@code MAX_RANK} of common.cuh. */
  public static final int MAX_RANK = 8;

  private sealed interface Field {
    record Address(Buffer buffer) implements Field {}

    record Wide(long value) implements Field {}

    record Word(int value) implements Field {}
  }

  private record Placed(Field field, long offset) {}

  private final List<Placed> fields = new ArrayList<>();
  private long size;
  private boolean wide;

  private Parameters add(Field field) {
    int bytes = field instanceof Field.Word ? Integer.BYTES : Long.BYTES;
    wide |= bytes == Long.BYTES;
    long offset = Math.ceilDiv(size, bytes) * bytes;
    fields.add(new Placed(field, offset));
    size = offset + bytes;
    return this;
  }

  /** The address of a buffer. */
  public Parameters buffer(Buffer buffer) {
    return add(new Field.Address(buffer));
  }

  /** A null pointer. */
  public Parameters none() {
    return int64(0);
  }

  /** An address, or another 64-bit integer. */
  public Parameters int64(long value) {
    return add(new Field.Wide(value));
  }

  /** A 32-bit integer. */
  public Parameters int32(int value) {
    return add(new Field.Word(value));
  }

  /** A binary32 number. */
  public Parameters float32(float value) {
    return int32(Float.floatToRawIntBits(value));
  }

  /** {@code Strides}: distance of neighbours along each axis of a nest, in elements. */
  public Parameters strides(long... strides) {
    for (int axis = 0; axis < MAX_RANK; axis++) {
      int64(axis < strides.length ? strides[axis] : 0);
    }
    return this;
  }

  /** {@code Nest}: rank and extents. */
  public Parameters nest(long... extents) {
    if (extents.length > MAX_RANK) {
      throw new IllegalArgumentException("a nest of " + extents.length + " axes");
    }
    int32(extents.length);
    for (int axis = 0; axis < MAX_RANK; axis++) {
      int32(axis < extents.length ? Math.toIntExact(extents[axis]) : 1);
    }
    return this;
  }

  /** {@code sizeof} of the structure. */
  public long byteSize() {
    return wide ? Math.ceilDiv(size, Long.BYTES) * Long.BYTES : size;
  }

  /** The structure with the buffers' addresses, in native memory of {@code arena}. */
  public MemorySegment bind(Addresses addresses, Arena arena) {
    MemorySegment segment = arena.allocate(byteSize(), Long.BYTES);
    for (Placed placed : fields) {
      switch (placed.field) {
        case Field.Address(Buffer buffer) ->
            segment.set(ValueLayout.JAVA_LONG, placed.offset, addresses.of(buffer));
        case Field.Wide(long value) -> segment.set(ValueLayout.JAVA_LONG, placed.offset, value);
        case Field.Word(int value) -> segment.set(ValueLayout.JAVA_INT, placed.offset, value);
      }
    }
    return segment;
  }
}
