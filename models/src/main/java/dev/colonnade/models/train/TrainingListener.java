// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Hears what a run does. Called on the thread that trains, between submissions: what takes long
 * here holds up the host, and the device once the submissions under way are done.
 */
public interface TrainingListener {
  /** Parts of an epoch, in order. */
  enum Phase {
    /** Writing the epoch set. */
    DISTORT,
    /** Training steps. */
    TRAIN,
    /** Counting errors on the validation examples. */
    VALIDATE,
    /** Counting errors on the test set. */
    TEST
  }

  /**
   * Where a run is.
   *
   * @param phase what runs
   * @param epoch counted from 1
   * @param epochs how many there will be
   * @param done images of this phase that are done
   * @param total images of this phase
   * @param imagesPerSecond of this phase, in this process, so far
   * @param loss mean training loss of this epoch so far, while training
   * @param remaining estimated time to the end of the run, once a whole epoch was timed or, before
   *     that, to the end of this epoch's training; empty when nothing was timed yet
   */
  record Progress(
      Phase phase,
      int epoch,
      int epochs,
      int done,
      int total,
      double imagesPerSecond,
      Optional<Double> loss,
      Optional<Duration> remaining) {}

  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** The device is about to compile, or something else that takes a while before the first step. */
  default void preparing(String what) {}

  /** Some images more are done. */
  default void progress(Progress progress) {}

  /** An epoch is done. */
  default void epochDone(EpochMetrics metrics) {}

  /** A checkpoint was written. */
  default void checkpointWritten(Path file) {}

  /** Something the user should know; training goes on. */
  default void warning(String sentence) {}
}
