// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.exceptions;

/** A plan cannot be closed. */
public class TornadoExecutionPlanException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public TornadoExecutionPlanException(String message) {
    super(message);
  }
}
