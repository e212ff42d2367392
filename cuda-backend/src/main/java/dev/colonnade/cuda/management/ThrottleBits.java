// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import dev.colonnade.core.backend.ThrottleReason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The bits {@code nvmlClocksThrottleReason...} of {@code nvml.h} [seen-2nd]. */
enum ThrottleBits {
  /** {@code GpuIdle}. */
  GPU_IDLE(0x1, ThrottleReason.IDLE),
  /** {@code ApplicationsClocksSetting}. */
  APPLICATIONS_CLOCKS_SETTING(0x2, ThrottleReason.CLOCKS_SETTING),
  /** {@code SwPowerCap}. */
  SW_POWER_CAP(0x4, ThrottleReason.POWER_CAP),
  /** {@code HwSlowdown}. */
  HW_SLOWDOWN(0x8, ThrottleReason.HARDWARE_SLOWDOWN),
  /** {@code SyncBoost}. */
  SYNC_BOOST(0x10, ThrottleReason.SYNC_BOOST),
  /** {@code SwThermalSlowdown}. */
  SW_THERMAL_SLOWDOWN(0x20, ThrottleReason.THERMAL_SOFTWARE),
  /** {@code HwThermalSlowdown}. */
  HW_THERMAL_SLOWDOWN(0x40, ThrottleReason.THERMAL_HARDWARE),
  /** {@code HwPowerBrakeSlowdown}. */
  HW_POWER_BRAKE_SLOWDOWN(0x80, ThrottleReason.POWER_BRAKE),
  /** {@code DisplayClockSetting}. */
  DISPLAY_CLOCK_SETTING(0x100, ThrottleReason.DISPLAY);

  private final long bit;
  private final ThrottleReason reason;

  ThrottleBits(long bit, ThrottleReason reason) {
    this.bit = bit;
    this.reason = reason;
  }

  /** The reasons of a mask; bits that have no name here are {@link ThrottleReason#OTHER}. */
  static Set<ThrottleReason> reasons(long mask) {
    Set<ThrottleReason> reasons = EnumSet.noneOf(ThrottleReason.class);
    long rest = mask;
    for (ThrottleBits named : values()) {
      if ((mask & named.bit) != 0) {
        reasons.add(named.reason);
        rest &= ~named.bit;
      }
    }
    if (rest != 0) {
      reasons.add(ThrottleReason.OTHER);
    }
    return Collections.unmodifiableSet(reasons);
  }
}
