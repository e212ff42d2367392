// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/**
 * Version of this SPI. A backend built for another major version is refused with a sentence; one
 * built for a higher minor version than the runtime's, too. Changes are listed in {@code
 * docs/spi-changes.md}.
 *
 * @param major raised when a backend must be changed to compile or to stay right
 * @param minor raised when something is added that a backend may ignore
 */
public record SpiVersion(int major, int minor) {
  /** The version defined by this package. */
  public static final SpiVersion CURRENT = new SpiVersion(1, 1);

  /** Whether a backend built for this version runs on a runtime of {@code runtime}. */
  public boolean runsOn(SpiVersion runtime) {
    return major == runtime.major && minor <= runtime.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
