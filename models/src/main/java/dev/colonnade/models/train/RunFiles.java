// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a run writes into its folder, in an order in which a kill at any moment costs nothing. */
final class RunFiles {
  private final Path folder;
  private final TrainingListener listener;
  private final MetricsFile metrics;

  RunFiles(Path folder, TrainingListener listener) {
    this.folder = folder;
    this.listener = listener;
    this.metrics = new MetricsFile(folder);
  }

  Path checkpoint() {
    return Trainer.checkpointIn(folder);
  }

  Path best() {
    return Trainer.bestIn(folder);
  }

  /** Makes the folder if it is not there. */
  void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new TrainingException(
          "output folder "
              + folder
              + " cannot be made ("
              + reason(e)
              + "); choose one that can be written",
          e);
    }
  }

  /** Why a folder cannot be made: the exceptions of files often say just the path. */
  private static String reason(IOException e) {
    return switch (e) {
      case FileAlreadyExistsException file -> "it is a file, not a folder";
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException failure when failure.getReason() != null -> failure.getReason();
      default -> "the system allows no folder there";
    };
  }

  /** Refuses a folder that holds a run already. */
  void requireNone() {
    if (Files.exists(checkpoint())) {
      throw new TrainingException(
          folder
              + " already holds a training run ("
              + checkpoint()
              + "); resume it, or choose another folder");
    }
  }

  /** Refuses a folder that is not there. */
  void requireFolder() {
    if (!Files.isDirectory(folder)) {
      throw new TrainingException(
          folder + " does not exist; give the folder of the training to resume");
    }
  }

  /** Makes the metrics tell of the epochs that the checkpoint knows, of no more and no fewer. */
  void startMetrics(List<EpochMetrics> history) {
    metrics.rewrite(history);
  }

  /** Writes the running checkpoint. */
  void save(DeviceTraining on, RunProgress progress) {
    on.saved(checkpoint(), progress).write();
    listener.checkpointWritten(checkpoint());
  }

  /**
   * Writes what an epoch that was just finished leaves.
   *
   * @param best whether its weights are the best so far
   */
  void saveEpoch(DeviceTraining on, RunProgress progress, boolean best) {
    // The best weights first: a run that dies here does the epoch again and writes the same ones,
    // while a checkpoint that knows of the epoch would never write them. Metrics that lack a line
    // are made good when the run is resumed.
    if (best) {
      on.saved(best(), progress).write();
    }
    save(on, progress);
    metrics.append(progress.history().getLast());
  }
}
