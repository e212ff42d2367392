// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a device can do at best, measured by ordinary graphs.
 *
 * @param copyBytesPerSecond bytes read and written in a large copy
 * @param gemmFlops floating-point operations of a large matrix product, in each math mode; the
 *     reason where the device does not have the mode
 */
public record Peaks(
    Measured<Double> copyBytesPerSecond, Map<MathMode, Measured<Double>> gemmFlops) {
  /** Measures them in a session of their own. */
  public static Peaks measure(Device device) {
    Map<MathMode, Measured<Double>> products = new EnumMap<>(MathMode.class);
    try (Session session = device.open()) {
      for (MathMode mode : MathMode.values()) {
        products.put(mode, new Limits(session).product(mode));
      }
      return new Peaks(new Limits(session).copy(), products);
    }
  }
}
