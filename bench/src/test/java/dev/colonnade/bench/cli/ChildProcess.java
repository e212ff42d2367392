// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the command line in a process of its own, as the launcher does. */
final class ChildProcess {
  record Result(int exitCode, String out, String err) {}

  private ChildProcess() {}

  static Process start(List<String> jvmOptions, List<String> args) throws IOException {
    return new ProcessBuilder(command(jvmOptions, args)).start();
  }

  private static List<String> command(List<String> jvmOptions, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(args);
    return command;
  }

  /** With files limited to so many blocks of 512 bytes; the JVM's own temporary files are off. */
  static Result runWithFileLimit(int blocks, List<String> args)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
    command.addAll(command(List.of("-XX:-UsePerfData", "-Xmx512m"), args));
    return result(new ProcessBuilder(command).start());
  }

  static Result run(List<String> jvmOptions, List<String> args)
      throws IOException, InterruptedException {
    return result(start(jvmOptions, args));
  }

  private static Result result(Process process) throws InterruptedException {
    CompletableFuture<String> out =
        CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    int exitCode = process.waitFor();
    return new Result(exitCode, out.join(), err.join());
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
