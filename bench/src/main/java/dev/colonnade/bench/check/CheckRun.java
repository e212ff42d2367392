// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a check in their order. A step that fails, crashes or hangs is a result, and
 * the next one follows; after each the summary is on the disk. What a former call finished is kept.
 */
public final class CheckRun {
  private static final Duration LEAST = Duration.ofSeconds(5);
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Duration budget;
  private final boolean retry;
  private final Supplier<List<Map<String, String>>> state;
  private final Listener listener;

  /** Hears of the steps. */
  public interface Listener {
    /** A step begins. */
    void starting(int index, int count, CheckStep step);

    /** A step has its result; {@code kept} if a former call had found it. */
    void finished(int index, int count, StepResult result, boolean kept);
  }

  /**
   * A run.
   *
   * @param folder where results go
   * @param budget time for all steps of this call
   * @param retry whether steps that did not pass are run again
   * @param state reads the state of the machine's NVIDIA devices, empty where it cannot
   * @param listener hears of each step
   */
  public CheckRun(
      Path folder,
      Duration budget,
      boolean retry,
      Supplier<List<Map<String, String>>> state,
      Listener listener) {
    this.folder = folder;
    this.budget = budget;
    this.retry = retry;
    this.state = state;
    this.listener = listener;
  }

  /**
   * Runs what is not done.
   *
   * @param start version, commit and devices of this call; a former summary has to agree
   * @throws CheckException if the folder holds results of another build or device, or another check
   *     is writing there
   */
  public Summary run(Summary start, List<CheckStep> steps)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = lock(channel);
      try {
        return locked(start, steps);
      } finally {
        lock.release();
      }
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new CheckException(
          "another check is writing to " + folder + "; wait for it or choose another --out folder");
    }
    return lock;
  }

  private Summary locked(Summary start, List<CheckStep> steps)
      throws IOException, InterruptedException {
    Summary summary = resumed(start);
    long deadline = System.nanoTime() + budget.toNanos();
    for (int i = 0; i < steps.size(); i++) {
      CheckStep step = steps.get(i);
      Optional<StepResult> former = summary.find(step.id());
      if (former.isPresent() && isDone(former.get())) {
        listener.finished(i, steps.size(), former.get(), true);
        continue;
      }
      listener.starting(i, steps.size(), step);
      StepResult result = result(step, deadline);
      summary = summary.with(result);
      summary.write(folder);
      listener.finished(i, steps.size(), result, false);
    }
    return summary;
  }

  private boolean isDone(StepResult result) {
    return result.outcome() == Outcome.PASSED || (result.outcome().isFinal() && !retry);
  }

  private Summary resumed(Summary start) throws IOException {
    Optional<Summary> former = Summary.read(folder);
    if (former.isEmpty()) {
      return start;
    }
    Summary found = former.get();
    if (!found.version().equals(start.version()) || !found.commit().equals(start.commit())) {
      throw new CheckException(
          folder
              + " holds results of commit "
              + found.commit()
              + ", and this is "
              + start.commit()
              + "; choose another --out folder, so that they do not mix");
    }
    Map<String, String> devices = new TreeMap<>(found.devices());
    start
        .devices()
        .forEach((id, name) -> {
          String before = devices.put(id, name);
          if (before != null && !before.equals(name)) {
            throw new CheckException(
                folder
                    + " holds results of "
                    + before
                    + " as "
                    + id
                    + ", and here that is "
                    + name
                    + "; choose another --out folder");
          }
        });
    return new Summary(found.version(), found.commit(), devices, found.steps());
  }

  private StepResult result(CheckStep step, long deadline)
      throws IOException, InterruptedException {
    Instant started = Instant.now();
    long begin = System.nanoTime();
    List<Map<String, String>> before = List.of();
    List<Map<String, String>> after = List.of();
    CheckStep.Ran ran;
    Duration left = Duration.ofNanos(deadline - begin);
    Optional<String> cannot = step.cannotRun();
    if (cannot.isPresent()) {
      ran = new CheckStep.Ran(Outcome.SKIPPED, cannot.get(), "", Map.of());
    } else if (left.compareTo(LEAST) < 0) {
      ran =
          new CheckStep.Ran(
              Outcome.CUT,
              "the budget of this call was used up; call again with the same --out to go on",
              "",
              Map.of());
    } else {
      before = state.get();
      ran = run(step, left.compareTo(step.limit()) < 0 ? left : step.limit());
      after = state.get();
    }
    return new StepResult(
        step.id(),
        step.what(),
        step.device(),
        ran.outcome(),
        (System.nanoTime() - begin) / 1e9,
        started.toString(),
        ran.reason(),
        ran.file().isEmpty() ? "" : step.id() + "/" + ran.file(),
        ran.figures(),
        before,
        after);
  }

  private CheckStep.Ran run(CheckStep step, Duration limit)
      throws IOException, InterruptedException {
    Path own = emptyFolder(step.id());
    CheckStep.Ran ran;
    try {
      ran = step.run(own, limit);
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage();
      return CheckStep.Ran.failed(message == null ? e.toString() : message, "", Map.of());
    }
    return ran.outcome() == Outcome.HUNG && limit.compareTo(step.limit()) < 0
        ? new CheckStep.Ran(
            Outcome.CUT,
            "the budget of this call ended it after "
                + limit.toSeconds()
                + " s; call again with the same --out to run it anew",
            ran.file(),
            ran.figures())
        : ran;
  }

  /** The step's folder; what an attempt that was stopped has left there is kept beside it. */
  private Path emptyFolder(String id) throws IOException {
    Path own = folder.resolve(id);
    if (Files.exists(own)) {
      int number = 1;
      while (Files.exists(folder.resolve(id + ".former-" + number))) {
        number++;
      }
      Files.move(own, folder.resolve(id + ".former-" + number));
    }
    return Files.createDirectory(own);
  }
}
