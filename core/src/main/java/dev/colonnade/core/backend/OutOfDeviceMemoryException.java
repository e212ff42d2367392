// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** The device cannot hold what is needed; the message gives needed and free bytes where known. */
public final class OutOfDeviceMemoryException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public OutOfDeviceMemoryException(String message) {
    super(message);
  }

  /** With the whole sentence and what led to it. */
  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
