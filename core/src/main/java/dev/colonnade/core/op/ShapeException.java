// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

/** Operands do not fit an operation: the message says what was expected, given, and the remedy. */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public ShapeException(String message) {
    super(message);
  }
}
