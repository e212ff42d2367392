// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.NativeText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A handle of cuDNN's, its stream and its errors. */
final class DnnHandle implements AutoCloseable {
  private static final int MESSAGE_BYTES = 1024;

  private final DnnHandleFunctions cudnn;
  private final String version;
  private final long value;
  private long stream = -1;
  private boolean closed;

  private DnnHandle(DnnHandleFunctions cudnn, String version, long value) {
    this.cudnn = cudnn;
    this.version = version;
    this.value = value;
  }

  /**
   * Makes a handle in the current context.
   *
   * @throws BackendException if there is no device
   */
  static DnnHandle create(DnnHandleFunctions cudnn, String version) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(JAVA_LONG);
      check(cudnn, version, cudnn.cudnnCreate(handle), "cudnnCreate");
      return new DnnHandle(cudnn, version, handle.get(JAVA_LONG, 0));
    }
  }

  /** The library's own handle, bound to a stream. */
  long on(long thisStream) {
    if (thisStream != stream) {
      check(cudnn.cudnnSetStream(value, thisStream), "cudnnSetStream");
      stream = thisStream;
    }
    return value;
  }

  /** The library's own handle, whatever its stream. */
  long value() {
    return value;
  }

  /** Throws the error of a status that is not success. */
  void check(int status, String operation) {
    check(cudnn, version, status, operation);
  }

  static void check(DnnHandleFunctions cudnn, String version, int status, String operation) {
    if (status != DnnStatus.SUCCESS) {
      throw error(cudnn, version, status, operation);
    }
  }

  private static BackendException error(
      DnnHandleFunctions cudnn, String version, int status, String operation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment detail = arena.allocate(MESSAGE_BYTES);
      cudnn.cudnnGetLastErrorString(detail, MESSAGE_BYTES);
      return DnnStatus.error(
          status,
          version,
          operation,
          NativeText.at(cudnn.cudnnGetErrorString(status)),
          detail.getString(0));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      // The status is not looked at: a broken context cannot be mended by failing to leave it.
      cudnn.cudnnDestroy(value);
    }
  }
}
