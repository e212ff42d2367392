// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Reading;

/**
 * Stands where there is no management library: every reading is missing for the same reason.
 *
 * @param reason why, without a full stop
 */
public record NoManagement(String reason) implements DeviceManagement {
  @Override
  public DeviceConditions conditions() {
    return DeviceConditions.unavailable(reason);
  }

  @Override
  public EnergyReading energy() {
    return new EnergyReading.Unavailable(reason);
  }

  @Override
  public Reading<String> driverVersion() {
    return new Reading.Unavailable<>(reason);
  }
}
