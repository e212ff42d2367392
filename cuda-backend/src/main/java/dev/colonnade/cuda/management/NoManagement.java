// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import java.util.Set;

/**
 * Stands where there is no management library: every reading is missing for the same reason.
 *
 * @param reason why, without a full stop
 */
public record NoManagement(String reason) implements DeviceManagement {
  private <T> Reading<T> none() {
    return new Reading.Unavailable<>(reason);
  }

  @Override
  public Reading<Integer> clockMegahertz() {
    return none();
  }

  @Override
  public Reading<Integer> maxClockMegahertz() {
    return none();
  }

  @Override
  public Reading<Integer> memoryClockMegahertz() {
    return none();
  }

  @Override
  public Reading<Double> powerWatts() {
    return none();
  }

  @Override
  public Reading<Double> powerLimitWatts() {
    return none();
  }

  @Override
  public Reading<Integer> temperatureCelsius() {
    return none();
  }

  @Override
  public Reading<Set<ThrottleReason>> throttling() {
    return none();
  }

  @Override
  public Reading<Double> energyJoules() {
    return none();
  }

  @Override
  public Reading<String> driverVersion() {
    return none();
  }
}
