// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.Device;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A device's facts as a record states them. */
public final class DeviceFacts {
  private DeviceFacts() {}

  /** From an open device. */
  public static DeviceInfo of(Device device) {
    return of(
        device.id(),
        device.name(),
        device.memoryBytes().isPresent() ? device.memoryBytes().getAsLong() : null,
        device.properties());
  }

  /** From what a probe in another process reported. */
  public static DeviceInfo of(
      String id, String name, @Nullable Long memoryBytes, Map<String, String> properties) {
    int colon = id.indexOf(':');
    SortedMap<String, String> rest = new TreeMap<>(properties);
    String threads = rest.remove("threads");
    String driver = rest.remove("driver");
    return new DeviceInfo(
        id,
        name,
        colon < 0 ? id : id.substring(0, colon),
        driver == null
            ? Measured.unavailable("the device has no driver of its own")
            : Measured.of(driver),
        Measured.of(rest),
        threads(threads),
        memoryBytes == null
            ? Measured.unavailable("the device does not say")
            : Measured.of(memoryBytes));
  }

  private static Measured<Integer> threads(@Nullable String threads) {
    if (threads == null) {
      return Measured.unavailable("the device has no number of threads");
    }
    try {
      return Measured.of(Integer.parseInt(threads));
    } catch (NumberFormatException e) {
      return Measured.unavailable("the device states its threads as \"" + threads + "\"");
    }
  }
}
