// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

/**
 * A recipe or data file that is wrong, or a net that the zoo does not have. One sentence or two.
 */
public final class ZooException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message only. */
  public ZooException(String message) {
    super(message);
  }

  /** With what led to it. */
  public ZooException(String message, Throwable cause) {
    super(message, cause);
  }
}
