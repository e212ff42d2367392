// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import java.util.EnumSet;
import java.util.Set;

/**
 * Why a device's clocks are lower than they could be: bits {@code nvmlClocksThrottleReason...} of
 * {@code nvml.h} [memory].
 */
public enum ThrottleReason {
  /** {@code GpuIdle}: nothing to do. */
  IDLE(0x1),
  /** {@code ApplicationsClocksSetting}: somebody has set lower clocks. */
  CLOCKS_SETTING(0x2),
  /** {@code SwPowerCap}: the power limit. */
  POWER_CAP(0x4),
  /** {@code HwSlowdown}: the hardware protects itself; one of the next says from what. */
  HARDWARE_SLOWDOWN(0x8),
  /** {@code SyncBoost}: clocks are kept alike within a group of devices. */
  SYNC_BOOST(0x10),
  /** {@code SwThermalSlowdown}: the driver lowers the temperature. */
  THERMAL_SOFTWARE(0x20),
  /** {@code HwThermalSlowdown}: the hardware lowers the temperature. */
  THERMAL_HARDWARE(0x40),
  /** {@code HwPowerBrakeSlowdown}: the machine asks for less power. */
  POWER_BRAKE(0x80),
  /** {@code DisplayClockSetting}: a display sets the clocks. */
  DISPLAY(0x100);

  private final long bit;

  ThrottleReason(long bit) {
    this.bit = bit;
  }

  /** The reasons of a mask. Bits that have no name here are ignored. */
  static Set<ThrottleReason> of(long mask) {
    Set<ThrottleReason> reasons = EnumSet.noneOf(ThrottleReason.class);
    for (ThrottleReason reason : values()) {
      if ((mask & reason.bit) != 0) {
        reasons.add(reason);
      }
    }
    return reasons;
  }
}
