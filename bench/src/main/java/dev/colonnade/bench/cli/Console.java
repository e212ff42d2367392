// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

/** What a terminal can show. Colour only on a terminal, and not where NO_COLOR asks for none. */
final class Console {
  private static final String RED = "\u001b[31m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private Console() {}

  /** Whether standard output is a terminal that takes colour. */
  @SuppressWarnings("SystemConsoleNull") // null where -Djdk.console=java.base is given
  static boolean hasColour() {
    java.io.Console console = System.console();
    return console != null
        && console.isTerminal()
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** The line for an error. */
  static String error(String message) {
    return (hasColour() ? RED + BOLD + "colonnade:" + RESET : "colonnade:") + " " + message;
  }

  /** A heading. */
  static String bold(String text) {
    return hasColour() ? BOLD + text + RESET : text;
  }
}
