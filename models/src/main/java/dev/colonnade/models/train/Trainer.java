// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a net in the papers' way: for each epoch the training set is distorted anew, every example
 * is shown once in a new order, and errors are counted on the undistorted training set and the test
 * set.
 *
 * <p>In the output folder lie {@code checkpoint.safetensors}, from which {@link #resume} goes on
 * bit for bit, {@code best.safetensors} from the epoch with the smallest validation error so far,
 * and {@code metrics.jsonl}. A kill at any moment leaves a whole checkpoint.
 */
public final class Trainer {
  private final Device device;
  private final TrainingJob job;
  private final Execution execution;
  private final Path folder;
  private final RunFiles files;
  private final TrainingListener listener;
  private double secondsUntilReady;
  private volatile boolean stopRequested;

  /**
   * Prepares a run; nothing happens yet.
   *
   * @param folder where checkpoints and metrics go; made if it does not exist
   */
  public Trainer(
      Device device, TrainingJob job, Execution execution, Path folder, TrainingListener listener) {
    this.device = device;
    this.job = job;
    this.execution = execution;
    this.folder = folder;
    this.files = new RunFiles(folder, listener);
    this.listener = listener;
  }

  /** The checkpoint of runs in a folder. */
  public static Path checkpointIn(Path folder) {
    return folder.resolve("checkpoint.safetensors");
  }

  /** The checkpoint of the best epoch so far of runs in a folder. */
  public static Path bestIn(Path folder) {
    return folder.resolve("best.safetensors");
  }

  /**
   * Asks the run to save and end as soon as the submissions under way are done. From any thread; a
   * result with {@link TrainingResult.Stopped#INTERRUPTED} follows.
   */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Trains from the start.
   *
   * @throws TrainingException if the folder cannot be used, holds another run, or the loss becomes
   *     infinite or NaN
   * @throws dev.colonnade.models.checkpoint.CheckpointException if a checkpoint cannot be written
   * @throws dev.colonnade.core.backend.BackendException if the device fails
   */
  public TrainingResult run() {
    return run(() -> {});
  }

  /**
   * Trains from the start.
   *
   * @param claimed runs once the folder is this run's alone: what is to lie beside the checkpoint
   *     is written here, so that a run that loses the race for a folder leaves nothing in it
   * @throws TrainingException as {@link #run()}
   */
  public TrainingResult run(Runnable claimed) {
    files.makeFolder();
    try (FolderLock lock = FolderLock.of(folder)) {
      files.requireNone();
      claimed.run();
      return execute(null, new RunProgress(job.options()));
    }
  }

  /**
   * Goes on from the folder's checkpoint.
   *
   * @throws TrainingException if the checkpoint is of another net, data, seed or options, or as
   *     {@link #run}
   * @throws dev.colonnade.models.checkpoint.CheckpointException if there is no usable checkpoint
   */
  public TrainingResult resume() {
    files.requireFolder();
    try (FolderLock lock = FolderLock.of(folder)) {
      SavedTraining saved = SavedTraining.read(files.checkpoint());
      saved.requireSame(job);
      RunProgress progress = new RunProgress(job.options(), saved.history(), saved.position());
      TrainingResult.Stopped ended = progress.ended();
      if (ended != null) {
        files.startMetrics(progress.history());
        return result(
            DeviceTraining.program(job).network().parameterCount(), ended, progress.history());
      }
      return execute(saved, progress);
    }
  }

  private TrainingResult execute(@Nullable SavedTraining saved, RunProgress progress) {
    long start = System.nanoTime();
    try (DeviceTraining on = new DeviceTraining(device, job, planOf(saved), listener)) {
      if (saved == null) {
        on.initialise();
      } else {
        on.restore(saved);
      }
      files.startMetrics(progress.history());
      if (saved == null) {
        files.save(on, progress);
      }
      secondsUntilReady = (System.nanoTime() - start) / 1e9;
      TrainingResult.Stopped stopped =
          new EpochLoop(job, on, execution, progress, files, listener, () -> stopRequested).run();
      return result(on.training().network().parameterCount(), stopped, progress.history());
    }
  }

  /** The plan to follow: none where the device is another one, which is said. */
  private Optional<Plan> planOf(@Nullable SavedTraining saved) {
    if (saved == null) {
      return Optional.empty();
    }
    String here = SavedTraining.describe(device);
    if (!saved.device().equals(here)) {
      listener.warning(
          "the checkpoint was written on "
              + saved.device()
              + ", this is "
              + here
              + "; training goes on, but not bit for bit as it would have there");
      return Optional.empty();
    }
    return saved.plan();
  }

  private TrainingResult result(
      long weights, TrainingResult.Stopped stopped, List<EpochMetrics> history) {
    return TrainingResult.of(
        job,
        weights,
        device.id(),
        device.name(),
        secondsUntilReady,
        stopped,
        files.checkpoint(),
        history);
  }
}
