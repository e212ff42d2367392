// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs one of the JDK's tools to its end. */
final class Command {
  private Command() {}

  /**
   * What it printed, errors included.
   *
   * @throws BundleException if it fails, with its last line
   */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output;
    try (InputStream stream = process.getInputStream()) {
      output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new BundleException(
          command.getFirst()
              + " ended with exit code "
              + status
              + ": "
              + output.strip().lines().reduce((a, b) -> b).orElse("it printed nothing"));
    }
    return output;
  }
}
