// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

/**
 * The papers' schedule: the rate shrinks by a constant factor after each epoch until it reaches a
 * floor.
 *
 * @param start rate of the first epoch, above 0
 * @param factor from one epoch to the next, in (0, 1]
 * @param floor smallest rate, from 0 to {@code start}
 */
public record LearningRateSchedule(double start, double factor, double floor) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException saying which number is out of range
   */
  public LearningRateSchedule {
    Checks.that(start > 0 && Double.isFinite(start), "start must be above 0, but was " + start);
    Checks.that(factor > 0 && factor <= 1, "factor must be in (0, 1], but was " + factor);
    Checks.that(floor >= 0 && floor <= start, "floor must be from 0 to start, but was " + floor);
  }

  /**
   * The rate of an epoch: {@code max(floor, start * factor^epoch)}, the same bits on every machine.
   *
   * @param epoch counted from 0
   */
  public double rate(int epoch) {
    Checks.that(epoch >= 0, "epochs are counted from 0, but was " + epoch);
    return Math.max(floor, start * StrictMath.pow(factor, epoch));
  }

  /** Whether the schedule has shrunk to its floor at that epoch (counted from 0). */
  public boolean isAtFloor(int epoch) {
    return floor > 0 && rate(epoch) <= floor;
  }
}
