// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import java.util.List;

/**
 * The command line with the command {@code jmh}, which is not shipped: JMH's licence, the GPL with
 * the class path exception, is not that of what users run. The launcher starts this class on a
 * class path of its own.
 */
public final class JmhMain {
  private JmhMain() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    List<String> all = List.of(args);
    System.exit(Main.run(all, Main.commandLine(all, new JmhCommand())));
  }
}
