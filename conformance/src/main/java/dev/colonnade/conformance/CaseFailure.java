// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

/** The device did something else than the case asks; the message says what and where. */
public final class CaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public CaseFailure(String message) {
    super(message);
  }

  /** With the whole sentence and what led to it. */
  public CaseFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
