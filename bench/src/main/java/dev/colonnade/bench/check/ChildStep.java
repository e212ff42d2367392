// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import dev.colonnade.bench.process.WorkerJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A step that runs a command of this program in a child JVM; what it printed is in {@code
 * output.log}, its errors in {@code errors.log}, each line as it comes.
 *
 * @param name its name
 * @param what what it is, for people
 * @param device id of its device
 * @param limit time after which it is taken to hang
 * @param jvmOptions what the device's provider declares, and what is asked of it now
 * @param arguments the command's, given the step's folder
 * @param file its result in that folder
 * @param figures reads the numbers, given the folder and the last line on standard output; it
 *     throws a {@link CheckException} if they show a failure
 */
public record ChildStep(
    String name,
    String what,
    String device,
    Duration limit,
    Supplier<List<String>> jvmOptions,
    Function<Path, List<String>> arguments,
    String file,
    Figures figures)
    implements CheckStep {
  private static final String ERRORS = "errors.log";

  /** Reads what a command has left. */
  @FunctionalInterface
  public interface Figures {
    /** Numbers by name. */
    Read read(Path folder, String lastLine) throws IOException;
  }

  /**
   * What was read.
   *
   * @param figures numbers by name
   * @param failure what they show to be wrong; empty if nothing
   */
  public record Read(Map<String, Object> figures, String failure) {}

  @Override
  public Optional<String> cannotRun() {
    return Optional.empty();
  }

  @Override
  public Ran run(Path folder, Duration time) throws IOException, InterruptedException {
    AtomicReference<String> last = new AtomicReference<>("");
    WorkerJvm.Outcome outcome;
    try (PrintWriter log = log(folder, "output.log");
        PrintWriter errors = log(folder, ERRORS)) {
      outcome =
          WorkerJvm.run(
              jvmOptions.get(),
              arguments.apply(folder),
              "",
              time,
              line -> {
                last.set(line);
                log.println(line);
              },
              errors::println);
    }
    return switch (outcome) {
      case WorkerJvm.Outcome.Done() -> done(folder, last.get());
      case WorkerJvm.Outcome.Failed failed -> failed(folder, failed, last.get());
      case WorkerJvm.Outcome.TimedOut(Duration limit) ->
          new Ran(
              Outcome.HUNG,
              "it was still running after " + limit.toSeconds() + " s and was killed",
              "output.log",
              Map.of());
    };
  }

  /** Flushed line by line, so that what a process said before it hung can be read. */
  private static PrintWriter log(Path folder, String name) throws IOException {
    return new PrintWriter(Files.newBufferedWriter(folder.resolve(name)), true);
  }

  private Ran done(Path folder, String lastLine) throws IOException {
    Read read = figures.read(folder, lastLine);
    return read.failure().isEmpty()
        ? Ran.passed(file, read.figures())
        : Ran.failed(read.failure(), file, read.figures());
  }

  private Ran failed(Path folder, WorkerJvm.Outcome.Failed failed, String lastLine)
      throws IOException {
    boolean crashed = failed.status() > 128;
    if (!crashed && Files.exists(folder.resolve(file))) {
      Read read = figures.read(folder, lastLine);
      String reason = read.failure().isEmpty() ? failed.reason("it", "") : read.failure();
      return Ran.failed(reason, file, read.figures());
    }
    return new Ran(
        crashed ? Outcome.CRASHED : Outcome.FAILED,
        failed.reason("its process", ""),
        ERRORS,
        Map.of());
  }
}
