// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

/** Ends a command with one sentence for the user and an exit code. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final int exitCode;

  private CommandFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command was right and could not be done: exit code 1. */
  public static CommandFailure failed(String message) {
    return new CommandFailure(message, FAILED);
  }

  /** The command itself was wrong: exit code 2. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(message, WRONG_USAGE);
  }

  /** What the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
