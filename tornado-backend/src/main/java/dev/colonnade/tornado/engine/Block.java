// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

/**
 * A stretch of a device's memory.
 *
 * @param kind which memory
 * @param offset index of its first element
 * @param count elements
 */
public record Block(Kind kind, long offset, long count) {
  /** Bytes of it. */
  public long byteSize() {
    return count * kind.byteSize();
  }
}
