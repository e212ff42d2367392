// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of this program in a child JVM that shares the terminal, and waits for it. */
public final class ForegroundJvm {
  private static final int GRACE_SECONDS = 30;

  private ForegroundJvm() {}

  /**
   * Runs the command and returns its exit code. Signals to this process reach the child: a
   * terminal's interrupt by itself, a termination through a shutdown hook that waits for the child
   * to save its work.
   *
   * @param jvmOptions what the device's provider declares
   * @param arguments of the command line interface
   * @throws IOException if the JVM cannot be started
   */
  public static int run(List<String> jvmOptions, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(jvmOptions);
    options.addAll(TerminalFacts.ofThisProcess().jvmOptions());
    Process child =
        new ProcessBuilder(JavaCommand.of(options, arguments))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread hook = new Thread(() -> stop(child), "stop-child");
    Runtime.getRuntime().addShutdownHook(hook);
    Thread errors = Thread.ofPlatform().daemon().start(() -> copyErrors(child));
    int status = child.waitFor();
    errors.join();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is going down already, on the signal that ended the child.
      return status;
    }
    return status;
  }

  private static void copyErrors(Process child) {
    try (InputStream errors = child.getErrorStream()) {
      ErrorPump.copy(errors, new FileOutputStream(FileDescriptor.err));
    } catch (IOException e) {
      // Our own standard error is closed: there is nobody left to tell.
      return;
    }
  }

  private static void stop(Process child) {
    // By its handle: Process.destroy() would also close the child's standard input, which means
    // to the child that its parent is dead, and it would end at once instead of saving.
    child.toHandle().destroy();
    try {
      if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
