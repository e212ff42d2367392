// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of a JVM that runs this program again, with other JVM options. */
public final class JavaCommand {
  /** System property by which a child knows that its parent chose its JVM options. */
  public static final String CHILD_PROPERTY = "colonnade.child";

  private JavaCommand() {}

  /**
   * {@code java} of this JVM, with the given options, this class path and main class, and
   * arguments. Properties whose names start with {@code colonnade.} are passed on, but not those of
   * {@link TerminalFacts}: they are only true of a child that shares our streams.
   *
   * @param jvmOptions what the device's provider declares
   * @param arguments of the command line interface
   */
  public static List<String> of(List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The machine's facts are read by native calls (OSHI), backends may make their own.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("colonnade.") && !name.equals(CHILD_PROPERTY))
        .filter(name -> !name.startsWith(TerminalFacts.PREFIX))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add("-D" + CHILD_PROPERTY + "=true");
    command.addAll(userOptions());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.colonnade.bench.cli.Main");
    command.addAll(arguments);
    return command;
  }

  /** JVM options that the user gave the launcher; the launcher hands them on in a property. */
  private static List<String> userOptions() {
    String options = System.getenv("COLONNADE_JAVA_OPTS");
    return options == null || options.isBlank() ? List.of() : List.of(options.trim().split("\\s+"));
  }

  /** Whether this JVM was started with all of these options. */
  public static boolean inForce(List<String> jvmOptions) {
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return jvmOptions.stream().allMatch(option -> matches(given, option));
  }

  private static boolean matches(List<String> given, String option) {
    // The JVM reports "--add-modules=x" for both ways of writing it.
    return given.contains(option)
        || given.stream()
            .anyMatch(other ->
                option.startsWith("--add-modules=")
                    && other.startsWith("--add-modules=")
                    && List.of(other.substring(14).split(","))
                        .containsAll(List.of(option.substring(14).split(","))));
  }
}
