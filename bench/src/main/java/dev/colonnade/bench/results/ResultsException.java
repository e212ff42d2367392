// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.results;

/** Results that are not there or cannot be used; the message is written for the user. */
public final class ResultsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception with a sentence for the user. */
  public ResultsException(String message) {
    super(message);
  }
}
