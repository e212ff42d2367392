// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells a listener how one phase of an epoch goes, with an estimate of what remains of the run. */
final class PhaseMeter {
  private final TrainingListener listener;
  private final TrainingListener.Phase phase;
  private final int epoch;
  private final int epochs;
  private final int alreadyDone;
  private final int total;
  private final List<EpochMetrics> history;
  private final long start = System.nanoTime();

  /**
   * Starts the clock.
   *
   * @param epoch from 0
   * @param alreadyDone images that were done before
   * @param history whole epochs, for the estimate
   */
  PhaseMeter(
      TrainingListener listener,
      TrainingListener.Phase phase,
      int epoch,
      int epochs,
      int alreadyDone,
      int total,
      List<EpochMetrics> history) {
    this.listener = listener;
    this.phase = phase;
    this.epoch = epoch;
    this.epochs = epochs;
    this.alreadyDone = alreadyDone;
    this.total = total;
    this.history = history;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  void done(int images, Optional<Double> loss) {
    double seconds = seconds();
    double perSecond = seconds > 0 ? (images - alreadyDone) / seconds : 0;
    listener.progress(
        new TrainingListener.Progress(
            phase,
            epoch + 1,
            epochs,
            images,
            total,
            perSecond,
            loss,
            remaining(images, perSecond)));
  }

  private Optional<Duration> remaining(int images, double perSecond) {
    if (perSecond <= 0) {
      return Optional.empty();
    }
    double seconds = (total - images) / perSecond;
    if (history.isEmpty()) {
      return phase == TrainingListener.Phase.TRAIN
          ? Optional.of(duration(seconds))
          : Optional.empty();
    }
    EpochMetrics last = history.getLast();
    seconds +=
        switch (phase) {
          case DISTORT -> last.trainSeconds() + last.validateSeconds() + last.testSeconds();
          case TRAIN -> last.validateSeconds() + last.testSeconds();
          case VALIDATE -> last.testSeconds();
          case TEST -> 0;
        };
    return Optional.of(duration(seconds + (epochs - epoch - 1) * last.epochSeconds()));
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
