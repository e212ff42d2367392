// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import dev.colonnade.core.backend.EnergyReading;
import java.util.Set;

/** The state of one device as its management library sees it. Thread-safe. */
public interface DeviceManagement {
  /** Clock of the multiprocessors now, in MHz. */
  Reading<Integer> clockMegahertz();

  /** Highest clock of the multiprocessors, in MHz. */
  Reading<Integer> maxClockMegahertz();

  /** Clock of the memory now, in MHz. */
  Reading<Integer> memoryClockMegahertz();

  /** Power of the board, in W; an average over the last second on recent devices. */
  Reading<Double> powerWatts();

  /** Power that the board may take, in W. */
  Reading<Double> powerLimitWatts();

  /** Temperature of the chip, in degrees Celsius. */
  Reading<Integer> temperatureCelsius();

  /** Why the clocks are lower than they could be; empty if they are not. */
  Reading<Set<ThrottleReason>> throttling();

  /** Energy that the board has taken since the driver was loaded, in J. */
  Reading<Double> energyJoules();

  /** Version of the driver, for example {@code 580.65.06}. */
  Reading<String> driverVersion();

  /** The energy counter as records have it. */
  default EnergyReading energy() {
    return switch (energyJoules()) {
      case Reading.Value<Double>(Double joules) ->
          new EnergyReading.Counter(joules, "GPU board (NVML)");
      case Reading.Unavailable<Double>(String reason) -> new EnergyReading.Unavailable(reason);
    };
  }
}
