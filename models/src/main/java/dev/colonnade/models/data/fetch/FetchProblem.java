// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

/** Why one request at one address did not deliver the file. */
final class FetchProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  private FetchProblem(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  /** A problem that may be gone a moment later. */
  static FetchProblem passing(String message) {
    return new FetchProblem(message, true);
  }

  /** A problem that will be the same next time. */
  static FetchProblem lasting(String message) {
    return new FetchProblem(message, false);
  }

  boolean isPassing() {
    return passing;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
