// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What probing a backend in a child JVM gave.
 *
 * @param backend its name
 * @param devices its devices; none where it is unavailable
 * @param reason why it is unavailable
 * @param remedy what can be done about it
 */
record ProbedBackend(
    String backend, List<ProbedDevice> devices, @Nullable String reason, @Nullable String remedy) {
  /** Copies the list. */
  ProbedBackend {
    devices = List.copyOf(devices);
  }

  /**
   * A device as the child saw it.
   *
   * @param id what a user types
   * @param name the vendor's name
   * @param memoryBytes usable memory, or null where it is not known
   * @param properties the device's own facts
   */
  record ProbedDevice(
      String id, String name, @Nullable Long memoryBytes, Map<String, String> properties) {}

  static ProbedBackend of(String backend, ProbeResult result) {
    return switch (result) {
      case ProbeResult.Available(List<Device> devices) ->
          new ProbedBackend(
              backend, devices.stream().map(ProbedBackend::device).toList(), null, null);
      case ProbeResult.Unavailable(String reason, String remedy) ->
          unavailable(backend, reason, remedy);
    };
  }

  static ProbedBackend unavailable(String backend, String reason, String remedy) {
    return new ProbedBackend(backend, List.of(), reason, remedy);
  }

  private static ProbedDevice device(Device device) {
    return new ProbedDevice(
        device.id(),
        device.name(),
        device.memoryBytes().isPresent() ? device.memoryBytes().getAsLong() : null,
        device.properties());
  }
}
