// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A tensor in host memory: a type and one contiguous row-major {@link MemorySegment}.
 *
 * <p>This is the only representation in which tensors enter and leave a device. The segment may lie
 * on the heap, off the heap or in pinned memory; a session's {@code allocateHost} gives the kind
 * that is cheap for it. Elements are mutable; the type is not. Not thread-safe.
 *
 * <p>Accessors of an element type throw {@link IllegalStateException} on a tensor of another one,
 * and {@link IndexOutOfBoundsException} outside the tensor.
 */
public final class HostTensor {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private final TensorType type;
  private final MemorySegment segment;

  private HostTensor(TensorType type, MemorySegment segment) {
    this.type = type;
    this.segment = segment;
  }

  /** A tensor of zeros on the Java heap. */
  public static HostTensor zeros(TensorType type) {
    int count = arrayLength(type);
    MemorySegment segment =
        switch (type.dtype()) {
          case F32 -> MemorySegment.ofArray(new float[count]);
          case I32 -> MemorySegment.ofArray(new int[count]);
          case U8, BOOL -> MemorySegment.ofArray(new byte[count]);
        };
    return new HostTensor(type, segment);
  }

  /** A tensor of zeros in native memory that lives as long as {@code arena}. */
  public static HostTensor allocate(TensorType type, Arena arena) {
    return new HostTensor(type, arena.allocate(type.byteSize(), 64));
  }

  /**
   * A view of {@code segment} as a tensor; nothing is copied.
   *
   * @throws IllegalArgumentException if the segment's size is not that of the type
   */
  public static HostTensor wrap(TensorType type, MemorySegment segment) {
    if (segment.byteSize() != type.byteSize()) {
      throw new IllegalArgumentException(
          "a segment of "
              + segment.byteSize()
              + " bytes cannot hold "
              + type
              + ", which takes "
              + type.byteSize());
    }
    return new HostTensor(type, segment);
  }

  /** An F32 tensor over {@code values}, which is not copied. */
  public static HostTensor of(Shape shape, float... values) {
    return wrap(new TensorType(DType.F32, shape), MemorySegment.ofArray(values));
  }

  /** An I32 tensor over {@code values}, which is not copied. */
  public static HostTensor of(Shape shape, int... values) {
    return wrap(new TensorType(DType.I32, shape), MemorySegment.ofArray(values));
  }

  /** A U8 tensor over {@code values}, which is not copied. */
  public static HostTensor ofU8(Shape shape, byte... values) {
    return wrap(new TensorType(DType.U8, shape), MemorySegment.ofArray(values));
  }

  /** A BOOL tensor from truth values. */
  public static HostTensor of(Shape shape, boolean... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return wrap(new TensorType(DType.BOOL, shape), MemorySegment.ofArray(bytes));
  }

  /** An F32 scalar. */
  public static HostTensor scalar(float value) {
    return of(Shape.SCALAR, value);
  }

  /** An I32 scalar. */
  public static HostTensor scalar(int value) {
    return of(Shape.SCALAR, value);
  }

  private static int arrayLength(TensorType type) {
    long count = type.elementCount();
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          type
              + " has "
              + count
              + " elements, more than a Java array holds; allocate it in native memory instead");
    }
    return (int) count;
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The memory itself, row-major, without padding. */
  public MemorySegment segment() {
    return segment;
  }

  /** Element {@code index} (row-major) of an F32 tensor. */
  public float getFloat(long index) {
    require(DType.F32);
    return segment.get(FLOAT, index * Float.BYTES);
  }

  /** Element {@code index} (row-major) of an I32 tensor. */
  public int getInt(long index) {
    require(DType.I32);
    return segment.get(INT, index * Integer.BYTES);
  }

  /** Element {@code index} (row-major) of a U8 or BOOL tensor, 0 to 255. */
  public int getUnsigned(long index) {
    if (type.dtype() != DType.U8 && type.dtype() != DType.BOOL) {
      throw new IllegalStateException("this tensor is " + type + ", not u8 or bool");
    }
    return Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, index));
  }

  /** Element {@code index} of any type, as a double; exact. */
  public double getDouble(long index) {
    return switch (type.dtype()) {
      case F32 -> getFloat(index);
      case I32 -> getInt(index);
      case U8, BOOL -> getUnsigned(index);
    };
  }

  /** Sets element {@code index} of an F32 tensor. */
  public void set(long index, float value) {
    require(DType.F32);
    segment.set(FLOAT, index * Float.BYTES, value);
  }

  /** Sets element {@code index} of an I32 tensor. */
  public void set(long index, int value) {
    require(DType.I32);
    segment.set(INT, index * Integer.BYTES, value);
  }

  /** Sets element {@code index} of a U8 or BOOL tensor. */
  public void setByte(long index, byte value) {
    if (type.dtype() != DType.U8 && type.dtype() != DType.BOOL) {
      throw new IllegalStateException("this tensor is " + type + ", not u8 or bool");
    }
    segment.set(ValueLayout.JAVA_BYTE, index, value);
  }

  /** A new array with the elements of an F32 tensor. */
  public float[] toFloatArray() {
    require(DType.F32);
    return segment.toArray(FLOAT);
  }

  /** A new array with the elements of an I32 tensor. */
  public int[] toIntArray() {
    require(DType.I32);
    return segment.toArray(INT);
  }

  /** A new array with the bytes of the tensor, whatever its type, in native byte order. */
  public byte[] toByteArray() {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  /** A copy on the heap. */
  public HostTensor copy() {
    HostTensor result = zeros(type);
    result.copyFrom(this);
    return result;
  }

  /**
   * Overwrites all elements with those of {@code source}.
   *
   * @throws IllegalArgumentException if {@code source} is of another type
   */
  public void copyFrom(HostTensor source) {
    if (!source.type.equals(type)) {
      throw new IllegalArgumentException("cannot copy " + source.type + " into " + type);
    }
    segment.copyFrom(source.segment);
  }

  /**
   * The same memory seen with another shape.
   *
   * @throws IllegalArgumentException if that has another number of elements
   */
  public HostTensor reshape(Shape shape) {
    if (shape.elementCount() != type.elementCount()) {
      throw new IllegalArgumentException("cannot reshape " + type + " to " + shape);
    }
    return new HostTensor(type.withShape(shape), segment);
  }

  /**
   * Slice {@code index} of the outermost axis; shares this tensor's memory.
   *
   * @throws IndexOutOfBoundsException if there is no such slice; a scalar has none
   */
  public HostTensor row(int index) {
    Shape shape = type.shape();
    if (shape.rank() == 0 || index < 0 || index >= shape.dimension(0)) {
      throw new IndexOutOfBoundsException("row " + index + " of " + type);
    }
    TensorType rowType = type.withShape(shape.without(0));
    long size = rowType.byteSize();
    return new HostTensor(rowType, segment.asSlice(index * size, size));
  }

  /** Whether both have the same type and the same bits: NaNs are equal only bit for bit. */
  public boolean bitwiseEquals(HostTensor other) {
    return type.equals(other.type) && segment.mismatch(other.segment) == -1;
  }

  private void require(DType dtype) {
    if (type.dtype() != dtype) {
      throw new IllegalStateException("this tensor is " + type + ", not " + dtype);
    }
  }

  /** The type and at most eight leading elements. */
  @Override
  public String toString() {
    int shown = (int) Math.min(8, type.elementCount());
    String[] elements = new String[shown];
    for (int i = 0; i < shown; i++) {
      elements[i] =
          type.dtype() == DType.F32
              ? Float.toString(getFloat(i))
              : Long.toString((long) getDouble(i));
    }
    String list = Arrays.toString(elements);
    return type.elementCount() > shown
        ? type + " " + list.substring(0, list.length() - 1) + ", ...]"
        : type + " " + list;
  }
}
