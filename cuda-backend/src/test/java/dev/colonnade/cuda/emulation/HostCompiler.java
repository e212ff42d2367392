// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The machine's C++ compiler, if it has one. */
public final class HostCompiler {
  private final String command;

  private HostCompiler(String command) {
    this.command = command;
  }

  /** The compiler on the PATH: {@code g++} or {@code clang++}. */
  public static Optional<HostCompiler> find() {
    String path = System.getenv("PATH");
    for (String command : List.of("g++", "clang++")) {
      for (String folder : (path == null ? "" : path).split(":")) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, command))) {
          return Optional.of(new HostCompiler(command));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Builds a shared library.
   *
   * @throws IllegalStateException with the compiler's words if it refuses the source
   */
  public Path library(Path source, Path target, String... options) {
    List<String> line = new ArrayList<>(List.of(command, "-std=c++17", "-shared", "-fPIC"));
    line.addAll(List.of(options));
    line.addAll(List.of("-x", "c++", source.toString(), "-x", "none"));
    line.addAll(List.of("-o", target.toString(), "-ldl"));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", line) + "\n" + said);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while compiling " + source, e);
    }
  }
}
