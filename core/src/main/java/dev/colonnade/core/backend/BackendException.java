// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** Something failed on a device; the message says what, where, and what can be done. */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public BackendException(String message) {
    super(message);
  }

  /** With the whole sentence and what led to it. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
