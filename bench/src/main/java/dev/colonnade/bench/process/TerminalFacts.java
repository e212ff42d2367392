// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import java.io.Console;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of this process's standard streams end at a terminal, and how wide that is. Java knows only
 * whether standard input and output both do, and nothing of standard error; so the launcher finds
 * out and says it in system properties. A child JVM whose standard error is copied to ours is told
 * the same, since a pipe is all that it would find.
 *
 * @param output whether standard output ends at a terminal
 * @param error whether standard error ends at a terminal
 * @param columns width of the terminal
 */
public record TerminalFacts(boolean output, boolean error, int columns) {
  /** What the properties' names begin with. */
  static final String PREFIX = "colonnade.terminal.";

  private static final String OUTPUT = PREFIX + "output";
  private static final String ERROR = PREFIX + "error";
  private static final String COLUMNS = PREFIX + "columns";
  private static final int USUAL_COLUMNS = 80;

  /** What this process was told; without the launcher standard error counts as no terminal. */
  public static TerminalFacts ofThisProcess() {
    int columns = Integer.getInteger(COLUMNS, USUAL_COLUMNS);
    return new TerminalFacts(
        System.getProperty(OUTPUT) == null ? javaSaysTerminal() : Boolean.getBoolean(OUTPUT),
        Boolean.getBoolean(ERROR),
        columns > 0 ? columns : USUAL_COLUMNS); // a terminal that was never told its size says 0
  }

  @SuppressWarnings("SystemConsoleNull") // null where -Djdk.console=java.base is given
  private static boolean javaSaysTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** JVM options that tell a child the same. */
  List<String> jvmOptions() {
    List<String> options = new ArrayList<>();
    options.add("-D" + OUTPUT + "=" + output);
    options.add("-D" + ERROR + "=" + error);
    options.add("-D" + COLUMNS + "=" + columns);
    return List.copyOf(options);
  }
}
