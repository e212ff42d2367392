// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a command as a terminal does: in a process group of its own, which an interrupt ends. */
final class ProcessGroups {
  /** Why a test is skipped where that cannot be done. */
  static final String MISSING =
      "needs env --default-signal and setsid, which this system does not have";

  private ProcessGroups() {}

  /** What to put before a command, or empty where there are no such programs. */
  static Optional<List<String>> own() throws InterruptedException {
    // A shell's background job ignores interrupts, and so does a JVM started from one: undone here.
    List<String> prefix = List.of("env", "--default-signal=INT", "setsid");
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0
          ? Optional.of(prefix)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is no such command
    }
  }

  /** What Ctrl-C does: an interrupt for every process of the group. */
  static void interrupt(Process leader) throws IOException, InterruptedException {
    int status = new ProcessBuilder("sh", "-c", "kill -INT -" + leader.pid()).start().waitFor();
    if (status != 0) {
      throw new AssertionError("no group " + leader.pid() + " to interrupt");
    }
  }
}
