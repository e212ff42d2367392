// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

/** Training cannot start or go on; the message says why and what to do. */
public sealed class TrainingException extends RuntimeException permits UnfitDataException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public TrainingException(String message) {
    super(message);
  }

  /** With the whole sentence and what led to it. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
