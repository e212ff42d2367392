// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

/** Somebody named a study or a preset that is not there; the message says which ones are. */
public final class UnknownStudyException extends StudyException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception with a sentence for the user. */
  public UnknownStudyException(String message) {
    super(message);
  }
}
