// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Reading;

/** One device as its management library sees it. Thread-safe. */
public interface DeviceManagement {
  /** Clocks, power, temperature and throttling now. */
  DeviceConditions conditions();

  /** Energy that the board has taken since the driver was loaded. */
  EnergyReading energy();

  /** Version of the driver, for example {@code 580.65.06}. */
  Reading<String> driverVersion();
}
