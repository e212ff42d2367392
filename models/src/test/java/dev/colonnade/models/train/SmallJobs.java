// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.data.digits.Difficulty;
import dev.colonnade.models.data.digits.DigitOptions;
import dev.colonnade.models.data.digits.DigitSet;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.zoo.LearningRateSchedule;
import java.util.Optional;

/** Small jobs that are done in seconds. */
final class SmallJobs {
  /** A convolution, a pooling and two fully connected layers on 16x16 pixels. */
  static final NetSpec NET = NetString.parse("1x16x16-6C5-MP2-24N-10N");

  private SmallJobs() {}

  static DataSet digits(int count, Split split) {
    return new DigitSet(new DigitOptions(count, count, 1, 16, Difficulty.EASY)).load(split);
  }

  static TrainingJob job(int train, int test, TrainingOptions options) {
    return new TrainingJob(
        "small", NET, options, digits(train, Split.TRAIN), Optional.of(digits(test, Split.TEST)));
  }

  static TrainingOptions onLine(int epochs) {
    return TrainingOptions.DANNET
        .withEpochs(epochs)
        .withRate(new LearningRateSchedule(0.01, 0.95, 0.001));
  }
}
