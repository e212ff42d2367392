// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.process.TerminalFacts;

/**
 * What standard output and standard error can show, each judged by itself. Colour only on a
 * terminal, and not where NO_COLOR asks for none; a line that is rewritten in place on any terminal
 * that can, since NO_COLOR says nothing of that.
 */
final class Console {
  private static final String RED = "\u001b[31m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";
  private static final String CARRIAGE_RETURN = "\r";

  private Console() {}

  /** Whether standard output is a terminal that takes colour. */
  static boolean outputHasColour() {
    return TerminalFacts.ofThisProcess().output() && colourIsWelcome();
  }

  /** Whether standard error is a terminal that takes colour. */
  static boolean errorHasColour() {
    return TerminalFacts.ofThisProcess().error() && colourIsWelcome();
  }

  /** Whether a line on standard error can be rewritten in place. */
  static boolean errorIsLive() {
    return TerminalFacts.ofThisProcess().error() && !isDumb();
  }

  /** Width of the terminal. */
  static int columns() {
    return TerminalFacts.ofThisProcess().columns();
  }

  /** Empties the line that is rewritten in place; blanks, since not all terminals have a code. */
  static String clearedLine() {
    return CARRIAGE_RETURN + " ".repeat(columns() - 1) + CARRIAGE_RETURN;
  }

  /** The text as far as the line holds it: one that is wrapped cannot be rewritten in place. */
  static String fitted(String text) {
    return text.length() < columns() ? text : text.substring(0, columns() - 1);
  }

  private static boolean colourIsWelcome() {
    String noColour = System.getenv("NO_COLOR");
    return (noColour == null || noColour.isEmpty()) && !isDumb();
  }

  private static boolean isDumb() {
    return "dumb".equals(System.getenv("TERM"));
  }

  /** The line for an error. */
  static String error(String message) {
    return (errorHasColour() ? RED + BOLD + "colonnade:" + RESET : "colonnade:") + " " + message;
  }

  /** A heading on standard output. */
  static String bold(String text) {
    return outputHasColour() ? BOLD + text + RESET : text;
  }
}
