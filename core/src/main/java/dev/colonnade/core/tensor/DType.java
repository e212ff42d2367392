// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

/**
 * Element type of a tensor.
 *
 * <p>Storage formats that a device may use inside (bf16 activations, for example) are not element
 * types: they are chosen by {@code CompileOptions} and never seen from outside.
 */
public enum DType {
  /** IEEE 754 binary32. */
  F32(4),
  /** Two's-complement 32-bit integer; arithmetic wraps. */
  I32(4),
  /** Unsigned 8-bit integer, 0 to 255: images as they lie in data sets. */
  U8(1),
  /** Truth value stored in one byte, 0 or 1; any other byte is an error of its writer. */
  BOOL(1);

  private final int byteSize;

  DType(int byteSize) {
    this.byteSize = byteSize;
  }

  /** Bytes that one element takes in host memory. */
  public int byteSize() {
    return byteSize;
  }

  /** Whether arithmetic on this type rounds, so that results are compared with a tolerance. */
  public boolean isFloating() {
    return this == F32;
  }
}
