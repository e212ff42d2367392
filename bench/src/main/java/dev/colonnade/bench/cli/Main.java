// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.process.JavaCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Entry point of the command line. Exit codes: 0 done, 1 failed, 2 wrong usage ({@link
 * ErrorText#exitCode} draws the line). Errors are one or two sentences on standard error; {@code
 * --verbose} adds the stack trace.
 */
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command and returns its exit code. */
  static int run(String... args) {
    return run(List.of(args), commandLine(List.of(args)));
  }

  /** As {@link #run(String...)}, on a command line made before. */
  static int run(List<String> args, CommandLine commandLine) {
    try {
      return commandLine.execute(args.toArray(new String[0]));
    } catch (OutOfMemoryError | LinkageError | StackOverflowError e) {
      PrintWriter out = commandLine.getErr();
      out.println(Console.error(ErrorText.of(e)));
      if (args.contains("--verbose")) {
        e.printStackTrace(out);
      }
      out.flush();
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /**
   * The command line.
   *
   * @param args for handing them to a child JVM
   * @param more commands besides those that are shipped
   */
  static CommandLine commandLine(List<String> args, Object... more) {
    Colonnade colonnade = new Colonnade(args);
    CommandLine commandLine = new CommandLine(colonnade);
    for (Object command : more) {
      commandLine.addSubcommand(command);
    }
    // What follows is the command line of another command.
    Objects.requireNonNull(commandLine.getSubcommands().get(CheckStepCommand.NAME))
        .setStopAtPositional(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(Main::wrongUsage);
    commandLine.setExecutionExceptionHandler(
        (error, command, parsed) -> failed(colonnade, error, command));
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(ansi(Console.outputHasColour())));
    return commandLine;
  }

  /** Whether picocli colours what it prints; left alone, it would judge by standard input. */
  static CommandLine.Help.Ansi ansi(boolean colour) {
    return colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  private static int wrongUsage(CommandLine.ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter out = command.getErr();
    out.println(Console.error(sentence(error.getMessage())));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, out)) {
      out.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    out.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Colonnade colonnade, Exception error, CommandLine command) {
    PrintWriter out = command.getErr();
    out.println(Console.error(sentence(ErrorText.of(error))));
    if (colonnade.verbose()) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      out.print(trace);
    }
    out.flush();
    return ErrorText.exitCode(error);
  }

  private static String sentence(@Nullable String message) {
    String text = message == null ? "unknown error" : message.strip();
    return text.isEmpty() ? "unknown error" : text;
  }

  /** Whether this JVM was started by another one of ours. */
  static boolean isChild() {
    return Boolean.getBoolean(JavaCommand.CHILD_PROPERTY);
  }
}
