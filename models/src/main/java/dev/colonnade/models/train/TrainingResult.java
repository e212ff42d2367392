// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.MathMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run gave; as JSON the last line that {@code train} prints.
 *
 * @param net name of the net as it was asked for
 * @param netString the net in the papers' notation
 * @param weights trained numbers
 * @param device id, such as {@code cpu:0}
 * @param deviceName the vendor's name for it
 * @param mathMode precision of the operands of convolution and matrix product
 * @param seed of the run
 * @param batch examples in a step
 * @param epochs whole epochs trained, also before it was resumed
 * @param testErrorPercent after the last whole epoch; absent without a test set
 * @param bestTestErrorPercent smallest after any epoch (the papers' bT)
 * @param testErrorAtBestValidationPercent after the epoch with the smallest validation error, the
 *     first of several (the papers' TfbV)
 * @param imagesPerSecond training images per second of training steps, over all epochs
 * @param secondsUntilReady compiling, uploading data and initial weights, in this process
 * @param stopped why it ended
 * @param checkpoint the file it can be resumed from
 * @param history epoch by epoch
 */
public record TrainingResult(
    String net,
    String netString,
    long weights,
    String device,
    String deviceName,
    MathMode mathMode,
    long seed,
    int batch,
    int epochs,
    @Nullable Double testErrorPercent,
    @Nullable Double bestTestErrorPercent,
    @Nullable Double testErrorAtBestValidationPercent,
    double imagesPerSecond,
    double secondsUntilReady,
    Stopped stopped,
    String checkpoint,
    List<EpochMetrics> history) {
  /** Why a run ended. */
  public enum Stopped {
    /** All epochs are done. */
    EPOCHS_DONE,
    /** Validation made no error. */
    ZERO_VALIDATION_ERROR,
    /** The learning rate reached its floor. */
    RATE_FLOOR,
    /** It was asked to stop; it can be resumed. */
    INTERRUPTED
  }

  /** Copies the list. */
  public TrainingResult {
    history = List.copyOf(history);
  }

  static TrainingResult of(
      TrainingJob job,
      long weights,
      String device,
      String deviceName,
      double secondsUntilReady,
      Stopped stopped,
      Path checkpoint,
      List<EpochMetrics> history) {
    double seconds = history.stream().mapToDouble(EpochMetrics::trainSeconds).sum();
    long images = history.stream().mapToLong(EpochMetrics::trainImages).sum();
    return new TrainingResult(
        job.name(),
        job.net().toString(),
        weights,
        device,
        deviceName,
        job.options().compile().math(),
        job.options().seed(),
        job.options().batch(),
        history.size(),
        history.isEmpty() ? null : history.getLast().testErrorPercent(),
        smallestTestError(history),
        testErrorAtBestValidation(history),
        seconds > 0 ? images / seconds : 0,
        secondsUntilReady,
        stopped,
        checkpoint.toString(),
        history);
  }

  private static @Nullable Double smallestTestError(List<EpochMetrics> history) {
    return history.stream()
        .map(EpochMetrics::testErrorPercent)
        .filter(Objects::nonNull)
        .min(Double::compare)
        .orElse(null);
  }

  private static @Nullable Double testErrorAtBestValidation(List<EpochMetrics> history) {
    Double best = null;
    Double test = null;
    for (EpochMetrics epoch : history) {
      Double error = epoch.validationErrorPercent();
      if (error != null && (best == null || error < best)) {
        best = error;
        test = epoch.testErrorPercent();
      }
    }
    return test;
  }

  /** This result as one line of JSON. */
  public String toJson() {
    return TrainingJson.write(this);
  }
}
