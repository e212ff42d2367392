// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.check.CheckStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The comparison with PyTorch, where this build has the command and the Python has torch.
 *
 * @param child the step as it is run
 * @param there whether this build has the command
 * @param python the Python asked
 */
record PeersStep(CheckStep child, boolean there, String python) implements CheckStep {
  private static final int IMPORT_SECONDS = 120;

  @Override
  public String name() {
    return child.name();
  }

  @Override
  public String what() {
    return child.what();
  }

  @Override
  public String device() {
    return child.device();
  }

  @Override
  public Duration limit() {
    return child.limit();
  }

  @Override
  public Optional<String> cannotRun() throws IOException, InterruptedException {
    if (!there) {
      return Optional.of("this build has no command peers");
    }
    Process process;
    try {
      process =
          new ProcessBuilder(python, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.of("there is no " + python + "; name a Python with torch by --python");
    }
    if (!process.waitFor(IMPORT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return Optional.of(python + " did not import torch in " + IMPORT_SECONDS + " s");
    }
    return process.exitValue() == 0
        ? Optional.empty()
        : Optional.of(python + " cannot import torch; name one that can by --python");
  }

  @Override
  public Ran run(Path folder, Duration limit) throws IOException, InterruptedException {
    return child.run(folder, limit);
  }
}
