// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.checkpoint;

import java.nio.file.Path;

/**
 * A checkpoint cannot be written, read or used; the message says which file, why, and the remedy.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the file and the rest of the sentence, such as {@code is truncated; ...}. */
  public CheckpointException(Path file, String rest) {
    super("checkpoint " + file + " " + rest);
  }

  /** With the file, the rest of the sentence and what led to it. */
  public CheckpointException(Path file, String rest, Throwable cause) {
    super("checkpoint " + file + " " + rest, cause);
  }
}
