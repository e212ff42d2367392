// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM that is given one line of JSON and answers with lines of JSON. A crash, a hang and
 * running out of memory end here as an {@link Outcome}, never as an exception of the caller.
 */
public final class WorkerJvm {
  private static final int KEPT_ERROR_LINES = 20;

  private WorkerJvm() {}

  /** How a child ended. */
  public sealed interface Outcome {
    /** It ended by itself with status 0. */
    record Done() implements Outcome {}

    /**
     * It ended with another status.
     *
     * @param status exit status; above 128 it was ended by a signal
     * @param lastWords the last lines of its standard error
     */
    record Failed(int status, String lastWords) implements Outcome {
      /**
       * One sentence for reports.
       *
       * @param process begins it, such as {@code "the measuring process"}
       * @param where what it was at, such as {@code " while compiling"}; may be empty
       */
      public String reason(String process, String where) {
        String how =
            status > 128
                ? "was ended by signal " + (status - 128)
                : "ended with exit code " + status;
        return process + " " + how + where + (lastWords.isEmpty() ? "" : ": " + lastSentence());
      }

      /** The last line that is no place in a stack trace. */
      private String lastSentence() {
        return lastWords
            .lines()
            .filter(
                line -> !line.isBlank() && !line.startsWith("\t") && !line.startsWith("    at "))
            .reduce((first, second) -> second)
            .orElse("");
      }
    }

    /**
     * It was still running after its time and was killed.
     *
     * @param limit the time it had
     */
    record TimedOut(Duration limit) implements Outcome {}
  }

  /**
   * Runs a child.
   *
   * @param jvmOptions what the device's provider declares
   * @param arguments of the command line interface
   * @param input written to its standard input, which is then kept open until it ends
   * @param limit time after which it is killed
   * @param onLine called for each line of its standard output, on another thread than the caller's;
   *     if it throws, the child is killed and the exception thrown from here
   * @throws IOException if it cannot be started
   */
  public static Outcome run(
      List<String> jvmOptions,
      List<String> arguments,
      String input,
      Duration limit,
      Consumer<String> onLine)
      throws IOException, InterruptedException {
    return run(jvmOptions, arguments, input, limit, onLine, line -> {});
  }

  /**
   * As above.
   *
   * @param onError called for each line of its standard error, on a thread of its own; must not
   *     throw
   */
  public static Outcome run(
      List<String> jvmOptions,
      List<String> arguments,
      String input,
      Duration limit,
      Consumer<String> onLine,
      Consumer<String> onError)
      throws IOException, InterruptedException {
    Process child = new ProcessBuilder(JavaCommand.of(jvmOptions, arguments)).start();
    Thread hook = new Thread(child::destroyForcibly, "kill-worker");
    Runtime.getRuntime().addShutdownHook(hook);
    Deque<String> errors = new ArrayDeque<>();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    Thread output =
        reader(
            child.getInputStream(),
            line -> {
              if (failure.get() == null) {
                hand(line, onLine, failure, child);
              }
            });
    Thread error =
        reader(
            child.getErrorStream(),
            line -> {
              onError.accept(line);
              synchronized (errors) {
                errors.addLast(line);
                if (errors.size() > KEPT_ERROR_LINES) {
                  errors.removeFirst();
                }
              }
            });
    try (OutputStream stdin = child.getOutputStream()) {
      send(stdin, input);
      boolean ended = child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        child.destroyForcibly();
        child.waitFor();
      }
      output.join();
      error.join();
      RuntimeException thrown = failure.get();
      if (thrown != null) {
        throw thrown;
      }
      if (!ended) {
        return new Outcome.TimedOut(limit);
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      throw e;
    } finally {
      removeHook(hook);
    }
    String lastWords;
    synchronized (errors) {
      lastWords = String.join("\n", errors);
    }
    return child.exitValue() == 0
        ? new Outcome.Done()
        : new Outcome.Failed(child.exitValue(), lastWords);
  }

  /** Nobody takes the answers any more once one could not be taken, so nobody should give them. */
  private static void hand(
      String line,
      Consumer<String> onLine,
      AtomicReference<@Nullable RuntimeException> failure,
      Process child) {
    try {
      onLine.accept(line);
    } catch (RuntimeException e) {
      failure.set(e);
      child.destroyForcibly();
    }
  }

  private static void send(OutputStream stdin, String input) {
    try {
      stdin.write((input + "\n").getBytes(StandardCharsets.UTF_8));
      stdin.flush();
    } catch (IOException e) {
      // The child ended before it read its task; its exit status and last words tell why.
      return;
    }
  }

  private static Thread reader(InputStream stream, Consumer<String> onLine) {
    return Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader lines =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              onLine.accept(line);
            }
          } catch (IOException e) {
            // The child was killed while it wrote; what it wrote before has been passed on.
            return;
          }
        });
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is going down: the hook runs, which is what it is for.
      return;
    }
  }
}
