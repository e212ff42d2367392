// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

/**
 * How far a run has come.
 *
 * @param epoch epoch under way, from 0; equal to the number of whole epochs
 * @param step steps of it that are done
 * @param lossSum sum of the losses of its examples so far
 * @param distortSeconds spent so far on writing the epoch set
 * @param trainSeconds spent so far on its training steps
 */
record Position(int epoch, int step, double lossSum, double distortSeconds, double trainSeconds) {
  /** The start of an epoch. */
  static Position startOf(int epoch) {
    return new Position(epoch, 0, 0, 0, 0);
  }

  /** Here, after the epoch set was written, or a part of it. */
  Position afterDistortion(double seconds) {
    return new Position(epoch, step, lossSum, distortSeconds + seconds, trainSeconds);
  }

  /**
   * After some more steps of this epoch.
   *
   * @param next the first step not done
   * @param loss sum over all examples of the epoch so far
   * @param seconds that these steps took
   */
  Position afterSteps(int next, double loss, double seconds) {
    return new Position(epoch, next, loss, distortSeconds, trainSeconds + seconds);
  }
}
