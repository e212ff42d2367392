// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The trimmed Java runtime: the modules that our class files name, and those that nothing names.
 */
public final class RuntimeImage {
  /**
   * What jdeps cannot see: the Vector API is added by an option of the CPU backend, {@code
   * jdk.unsupported} is reached by reflection (JNA and JLine look for {@code sun.misc}), {@code
   * jdk.management} by a cast of the platform's beans.
   */
  private static final List<String> UNSEEN =
      List.of("java.logging", "jdk.incubator.vector", "jdk.management", "jdk.unsupported");

  private RuntimeImage() {}

  /**
   * The modules that these jars need.
   *
   * @param javaHome a JDK
   * @param jars our own and all others, without module declarations
   */
  public static NavigableSet<String> modules(Path javaHome, List<Path> jars)
      throws IOException, InterruptedException {
    String classPath = String.join(":", jars.stream().map(Path::toString).toList());
    List<String> command =
        new ArrayList<>(
            List.of(
                tool(javaHome, "jdeps"),
                "--multi-release",
                Integer.toString(Runtime.version().feature()),
                "--ignore-missing-deps",
                "--list-deps",
                "--class-path",
                classPath));
    command.addAll(jars.stream().map(Path::toString).toList());
    NavigableSet<String> modules = new TreeSet<>(UNSEEN);
    modules.addAll(parse(Command.run(command)));
    return modules;
  }

  /** Names of the platform's modules among what {@code jdeps --list-deps} prints. */
  static NavigableSet<String> parse(String output) {
    NavigableSet<String> modules = new TreeSet<>();
    output
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("java.") || line.startsWith("jdk."))
        // An internal package is printed as module/package.
        .map(line -> line.split("[/\\s]")[0])
        .filter(line -> !line.startsWith("jdk.internal"))
        .forEach(modules::add);
    return modules;
  }

  /** Links the runtime into {@code target}, which must not exist. */
  public static void link(Path javaHome, NavigableSet<String> modules, Path target)
      throws IOException, InterruptedException {
    Command.run(
        List.of(
            tool(javaHome, "jlink"),
            "--add-modules",
            String.join(",", modules),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            // The archive compresses better what was not compressed before.
            "--compress",
            "zip-0",
            "--output",
            target.toString()));
  }

  /**
   * A tool of the JDK.
   *
   * @throws BundleException if this Java has none
   */
  private static String tool(Path javaHome, String name) {
    Path tool = javaHome.resolve("bin").resolve(name);
    if (!Files.isExecutable(tool)) {
      throw new BundleException(
          "the Java in "
              + javaHome
              + " has no "
              + name
              + "; make the bundle in a checkout, with JAVA_HOME naming a JDK (a bundle's own"
              + " runtime cannot make another)");
    }
    return tool.toString();
  }

  /** Modules of a linked runtime, from its own list. */
  static List<String> modulesOf(Path runtime) throws IOException {
    return Files.readAllLines(runtime.resolve("release")).stream()
        .filter(line -> line.startsWith("MODULES="))
        .flatMap(
            line -> Arrays.stream(line.substring("MODULES=".length()).replace("\"", "").split(" ")))
        .sorted()
        .toList();
  }
}
