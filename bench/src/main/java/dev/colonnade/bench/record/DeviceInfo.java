// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The device of a record.
 *
 * @param id the SPI's id, such as {@code cpu:0}
 * @param name what the driver or the operating system calls it
 * @param backend name of the backend that drives it
 * @param driver driver version
 * @param libraries versions of the libraries the backend uses, by name
 * @param threads threads that compute, for devices that have such a number
 * @param memoryBytes memory that the device offers
 */
public record DeviceInfo(
    String id,
    String name,
    String backend,
    Measured<String> driver,
    Measured<SortedMap<String, String>> libraries,
    Measured<Integer> threads,
    Measured<Long> memoryBytes) {

  /** Checks names and signs; copies and sorts the maps. */
  public DeviceInfo {
    Checks.text("device.id", id);
    Checks.text("device.name", name);
    Checks.text("device.backend", backend);
    if (threads instanceof Measured.Value<Integer>(Integer count)) {
      Checks.positive("device.threads", count);
    }
    libraries = libraries.map(DeviceInfo::sorted);
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    if (map.containsKey("unavailable")) {
      throw new IllegalArgumentException(
          "a library of device cannot be named \"unavailable\", the mark of an absence;"
              + " give it another name");
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
