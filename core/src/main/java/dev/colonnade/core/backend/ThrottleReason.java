// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.Locale;

/**
 * Why the clocks of a device are lower than they could be. The reasons are those that NVIDIA's
 * management library tells apart [memory]; another vendor's fall under the nearest of them.
 */
public enum ThrottleReason {
  /** Nothing to do. */
  IDLE(false),
  /** Somebody has set lower clocks, as is good practice for measurements. */
  CLOCKS_SETTING(false),
  /** The power limit. */
  POWER_CAP(true),
  /** The hardware protects itself; one of the others may say from what. */
  HARDWARE_SLOWDOWN(true),
  /** Clocks are kept alike within a group of devices. */
  SYNC_BOOST(true),
  /** The driver lowers the temperature. */
  THERMAL_SOFTWARE(true),
  /** The hardware lowers the temperature. */
  THERMAL_HARDWARE(true),
  /** The machine asks for less power. */
  POWER_BRAKE(true),
  /** A display sets the clocks. */
  DISPLAY(false),
  /** One that has no name here. */
  OTHER(true);

  private final boolean throttles;

  ThrottleReason(boolean throttles) {
    this.throttles = throttles;
  }

  /**
   * Whether the device is slowed down against its owner's will: what was measured meanwhile is not
   * what it can do. False of idleness and of clocks that somebody has chosen.
   */
  public boolean throttles() {
    return throttles;
  }

  /** Name in records and tables, for example {@code power-cap}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
