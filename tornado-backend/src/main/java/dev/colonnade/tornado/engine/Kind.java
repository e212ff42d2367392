// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import dev.colonnade.core.tensor.DType;

/** The three memories of a device: TornadoVM's arrays hold elements of one type. */
public enum Kind {
  /** F32. */
  FLOATS(4),
  /** I32. */
  INTS(4),
  /** U8 and BOOL. */
  BYTES(1);

  private final int byteSize;

  Kind(int byteSize) {
    this.byteSize = byteSize;
  }

  /** Bytes of an element. */
  public int byteSize() {
    return byteSize;
  }

  /** Where elements of a type lie. */
  public static Kind of(DType dtype) {
    return switch (dtype) {
      case F32 -> FLOATS;
      case I32 -> INTS;
      case U8, BOOL -> BYTES;
    };
  }

  /** Whether elements of two types lie in one memory. */
  public static boolean oneMemory(DType a, DType b) {
    return of(a) == of(b);
  }
}
