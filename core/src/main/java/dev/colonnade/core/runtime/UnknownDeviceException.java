// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import dev.colonnade.core.backend.BackendException;

/** Somebody named a backend or a device that is not there; the message says which ones are. */
public final class UnknownDeviceException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public UnknownDeviceException(String message) {
    super(message);
  }
}
