// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

/**
 * Element type and shape of a tensor: all that is known of a value before it is computed.
 *
 * @param dtype element type
 * @param shape extents, row-major
 */
public record TensorType(DType dtype, Shape shape) {
  /** The type of an F32 tensor with these extents. */
  public static TensorType f32(int... dimensions) {
    return new TensorType(DType.F32, Shape.of(dimensions));
  }

  /** The type of an I32 tensor with these extents. */
  public static TensorType i32(int... dimensions) {
    return new TensorType(DType.I32, Shape.of(dimensions));
  }

  /** The type of a U8 tensor with these extents. */
  public static TensorType u8(int... dimensions) {
    return new TensorType(DType.U8, Shape.of(dimensions));
  }

  /** The type of a BOOL tensor with these extents. */
  public static TensorType bool(int... dimensions) {
    return new TensorType(DType.BOOL, Shape.of(dimensions));
  }

  /** Number of elements. */
  public long elementCount() {
    return shape.elementCount();
  }

  /** Bytes in host memory, row-major without padding. */
  public long byteSize() {
    return Math.multiplyExact(shape.elementCount(), (long) dtype.byteSize());
  }

  /** This type with another shape. */
  public TensorType withShape(Shape other) {
    return new TensorType(dtype, other);
  }

  /** This type with another element type. */
  public TensorType withDType(DType other) {
    return new TensorType(other, shape);
  }

  /** The type of {@code count} such tensors stacked on a new outermost axis. */
  public TensorType stacked(int count) {
    return new TensorType(dtype, shape.stacked(count));
  }

  /** For example {@code f32[32x20x26x26]}. */
  @Override
  public String toString() {
    return switch (dtype) {
          case F32 -> "f32";
          case I32 -> "i32";
          case U8 -> "u8";
          case BOOL -> "bool";
        }
        + shape;
  }
}
