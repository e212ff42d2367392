// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a run has come: its position, and the metrics of the epochs behind it. */
final class RunProgress {
  private final TrainingOptions options;
  private final List<EpochMetrics> history;
  private Position position;

  /** At the start. */
  RunProgress(TrainingOptions options) {
    this(options, List.of(), Position.startOf(0));
  }

  /** Where a checkpoint was written. */
  RunProgress(TrainingOptions options, List<EpochMetrics> history, Position position) {
    this.options = options;
    this.history = new ArrayList<>(history);
    this.position = position;
  }

  Position position() {
    return position;
  }

  List<EpochMetrics> history() {
    return List.copyOf(history);
  }

  void moveTo(Position next) {
    position = next;
  }

  /** The epoch under way is whole; the next one begins. */
  void finish(EpochMetrics epoch) {
    history.add(epoch);
    position = Position.startOf(position.epoch() + 1);
  }

  /** Learning rate of the epoch under way. */
  double rate() {
    return options.rate().rate(position.epoch());
  }

  /** Why there is nothing left to do, if so. */
  TrainingResult.@Nullable Stopped ended() {
    if (!history.isEmpty() && position.step() == 0) {
      TrainingOptions.Stopping stopping = options.stopping();
      Double error = history.getLast().validationErrorPercent();
      if (stopping.atZeroValidationError() && error != null && error == 0) {
        return TrainingResult.Stopped.ZERO_VALIDATION_ERROR;
      }
      if (stopping.atRateFloor() && options.rate().isAtFloor(position.epoch() - 1)) {
        return TrainingResult.Stopped.RATE_FLOOR;
      }
    }
    return position.epoch() >= options.epochs() ? TrainingResult.Stopped.EPOCHS_DONE : null;
  }

  /** Whether no epoch so far made as few errors on the validation examples; the first of equals. */
  boolean isBest(EpochMetrics epoch) {
    Double error = epoch.validationErrorPercent();
    if (error == null) {
      return false;
    }
    for (EpochMetrics earlier : history) {
      Double other = earlier.validationErrorPercent();
      if (other != null && other <= error) {
        return false;
      }
    }
    return true;
  }
}
