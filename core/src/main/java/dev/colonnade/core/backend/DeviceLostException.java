// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** The device is gone, or its context broken: of the session only {@code close} works now. */
public final class DeviceLostException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public DeviceLostException(String message) {
    super(message);
  }

  /** With the whole sentence and what led to it. */
  public DeviceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
