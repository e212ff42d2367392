// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** A guarded run found a kernel that wrote outside its buffer or left a result unwritten. */
public final class GuardViolationException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence, which names the kernel and the buffer. */
  public GuardViolationException(String message) {
    super(message);
  }
}
