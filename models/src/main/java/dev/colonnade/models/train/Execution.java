// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import java.time.Duration;

/**
 * How a run is carried out; none of it changes what is computed.
 *
 * @param maxStepsPerSubmission most training steps in one submission, at least 1
 * @param submissionTime how long a submission should take: long enough that the device never waits
 *     for the host, short enough that progress shows and Ctrl-C is heeded
 * @param checkpointInterval time between checkpoints within an epoch; there is always one at its
 *     end
 * @param checkpointSteps training steps between checkpoints within an epoch, 0 for no such rule
 */
public record Execution(
    int maxStepsPerSubmission,
    Duration submissionTime,
    Duration checkpointInterval,
    int checkpointSteps) {
  /** At most 2000 steps or about 300 ms in a submission, a checkpoint every minute. */
  public static final Execution DEFAULT =
      new Execution(2000, Duration.ofMillis(300), Duration.ofMinutes(1), 0);

  /** Checks the ranges. */
  public Execution {
    if (maxStepsPerSubmission < 1
        || submissionTime.isNegative()
        || checkpointInterval.isNegative()
        || checkpointSteps < 0) {
      throw new IllegalArgumentException(
          "steps of a submission must be at least 1, times and checkpointSteps at least 0");
    }
  }

  /** This with another rule for checkpoints within an epoch. */
  public Execution withCheckpoints(Duration interval, int steps) {
    return new Execution(maxStepsPerSubmission, submissionTime, interval, steps);
  }

  /** This with another bound on submissions. */
  public Execution withSubmissions(int maxSteps, Duration time) {
    return new Execution(maxSteps, time, checkpointInterval, checkpointSteps);
  }
}
