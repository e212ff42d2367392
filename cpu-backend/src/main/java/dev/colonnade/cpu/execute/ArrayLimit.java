// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.runtime.flow.Buffer;

/**
 * The length of a Java array, which bounds every tensor here. Kernels refuse larger ones as
 * unsupported and the session refuses larger variables, before anything is planned; buffers still
 * count their elements in longs, and become ints here.
 */
public final class ArrayLimit {
  /** The most elements that a Java array holds on every JVM. */
  public static final int LARGEST = Integer.MAX_VALUE - 8;

  private ArrayLimit() {}

  /**
   * Elements of a buffer as an array's length.
   *
   * @throws BackendException if there are too many
   */
  public static int count(Buffer buffer) {
    if (buffer.count() > LARGEST) {
      throw new BackendException(
          buffer
              + " has more elements than a Java array holds (2^31 - 9); use a smaller batch or"
              + " net");
    }
    return (int) buffer.count();
  }
}
