// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

/** A graph breaks a rule that every graph keeps; the message names node, rule and remedy. */
public final class InvalidGraphException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public InvalidGraphException(String message) {
    super(message);
  }

  /** With the whole sentence and what led to it. */
  public InvalidGraphException(String message, Throwable cause) {
    super(message, cause);
  }
}
