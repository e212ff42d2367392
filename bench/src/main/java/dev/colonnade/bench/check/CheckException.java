// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

/** A check cannot go on; the message says why and what to do. */
public final class CheckException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public CheckException(String message) {
    super(message);
  }
}
