// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import org.jspecify.annotations.Nullable;

/**
 * What one epoch gave: a line of {@code metrics.jsonl}. Errors are in percent of the examples,
 * losses are means over examples; seconds are wall-clock, without checkpoints.
 *
 * @param epoch counted from 1
 * @param learningRate rate of its steps
 * @param trainLoss mean loss of its training steps, each taken before its update
 * @param validationErrorPercent after the epoch; absent without validation
 * @param validationLoss after the epoch; absent without validation
 * @param testErrorPercent after the epoch; absent without a test set
 * @param testLoss after the epoch; absent without a test set
 * @param trainImages images trained on
 * @param imagesPerSecond {@code trainImages / trainSeconds}: training steps alone
 * @param distortSeconds writing the epoch set
 * @param trainSeconds training steps, from the first submission until the last was done
 * @param validateSeconds validation
 * @param testSeconds the test
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    double trainLoss,
    @Nullable Double validationErrorPercent,
    @Nullable Double validationLoss,
    @Nullable Double testErrorPercent,
    @Nullable Double testLoss,
    int trainImages,
    double imagesPerSecond,
    double distortSeconds,
    double trainSeconds,
    double validateSeconds,
    double testSeconds) {
  /** The whole epoch: distortion, training, validation and test. */
  public double epochSeconds() {
    return distortSeconds + trainSeconds + validateSeconds + testSeconds;
  }
}
