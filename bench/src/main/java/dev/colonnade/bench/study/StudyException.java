// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

/**
 * A study that cannot be read or expanded; the message names file, line, key and what is expected.
 */
public sealed class StudyException extends RuntimeException permits UnknownStudyException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception with a sentence for the user. */
  public StudyException(String message) {
    super(message);
  }

  /** Makes the exception with a sentence for the user and the cause behind it. */
  public StudyException(String message, Throwable cause) {
    super(message, cause);
  }
}
