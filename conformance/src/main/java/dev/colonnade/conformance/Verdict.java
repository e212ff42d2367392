// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

/** What came out of one case. */
public sealed interface Verdict {
  /** The device did what the case asks. */
  record Passed() implements Verdict {}

  /**
   * It did not.
   *
   * @param message what was expected and what was found
   * @param replay the one command line that runs just this case again
   */
  record Failed(String message, String replay) implements Verdict {}

  /**
   * The device says that it cannot run what the case needs.
   *
   * @param reason the backend's own sentence
   */
  record Unsupported(String reason) implements Verdict {}
}
