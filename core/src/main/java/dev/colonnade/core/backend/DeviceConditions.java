// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.Set;

/**
 * The state a device is in at one moment: what decides how fast it runs, beside its program. Every
 * field is a reading or the reason why there is none.
 *
 * @param clockMegahertz clock of its cores now (an NVIDIA device: of the multiprocessors), in MHz
 * @param maximumClockMegahertz highest clock of its cores, in MHz
 * @param memoryClockMegahertz clock of its memory now, in MHz
 * @param powerWatts power that it draws, in W, over the time that its meter averages
 * @param powerLimitWatts power that it may draw, in W
 * @param temperatureCelsius temperature of the chip, in degrees Celsius
 * @param throttling why its clocks are lower than they could be; empty if they are not
 */
public record DeviceConditions(
    Reading<Double> clockMegahertz,
    Reading<Double> maximumClockMegahertz,
    Reading<Double> memoryClockMegahertz,
    Reading<Double> powerWatts,
    Reading<Double> powerLimitWatts,
    Reading<Double> temperatureCelsius,
    Reading<Set<ThrottleReason>> throttling) {

  /** Conditions of which nothing is told, all for one reason without a full stop. */
  public static DeviceConditions unavailable(String reason) {
    Reading<Double> none = new Reading.Unavailable<>(reason);
    return new DeviceConditions(
        none, none, none, none, none, none, new Reading.Unavailable<>(reason));
  }
}
