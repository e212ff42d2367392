// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.core.backend.BackendLibrary;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
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
 * @param libraries the native libraries that it uses, found or missing; none where it uses none, or
 *     where what they serve is missing
 */
record ProbedBackend(
    String backend,
    List<ProbedDevice> devices,
    @Nullable String reason,
    @Nullable String remedy,
    List<ProbedLibrary> libraries) {
  /** Copies the lists. */
  ProbedBackend {
    devices = List.copyOf(devices);
    libraries = List.copyOf(libraries);
  }

  /**
   * A device as the child saw it.
   *
   * @param id what a user types
   * @param name the vendor's name
   * @param memoryBytes usable memory, or null where it is not known
   * @param mathModes those that it compiles
   * @param properties the device's own facts
   */
  record ProbedDevice(
      String id,
      String name,
      @Nullable Long memoryBytes,
      List<MathMode> mathModes,
      Map<String, String> properties) {}

  /**
   * A library as the child saw it: version and location if it is there, else reason and remedy.
   *
   * @param name what people call it
   * @param purpose what the backend uses it for
   * @param version as it says itself
   * @param location where it is
   * @param reason why it is missing
   * @param remedy how to get it
   */
  record ProbedLibrary(
      String name,
      String purpose,
      @Nullable String version,
      @Nullable String location,
      @Nullable String reason,
      @Nullable String remedy) {
    static ProbedLibrary of(BackendLibrary library) {
      return switch (library) {
        case BackendLibrary.Found(String name, String purpose, String version, String location) ->
            new ProbedLibrary(name, purpose, version, location, null, null);
        case BackendLibrary.Missing(String name, String purpose, String reason, String remedy) ->
            new ProbedLibrary(name, purpose, null, null, reason, remedy);
      };
    }
  }

  static ProbedBackend of(String backend, ProbeResult result, List<BackendLibrary> libraries) {
    List<ProbedLibrary> probed = libraries.stream().map(ProbedLibrary::of).toList();
    return switch (result) {
      case ProbeResult.Available(List<Device> devices) ->
          new ProbedBackend(
              backend, devices.stream().map(ProbedBackend::device).toList(), null, null, probed);
      case ProbeResult.Unavailable(String reason, String remedy) ->
          new ProbedBackend(backend, List.of(), reason, remedy, probed);
    };
  }

  static ProbedBackend unavailable(String backend, String reason, String remedy) {
    return new ProbedBackend(backend, List.of(), reason, remedy, List.of());
  }

  private static ProbedDevice device(Device device) {
    return new ProbedDevice(
        device.id(),
        device.name(),
        device.memoryBytes().isPresent() ? device.memoryBytes().getAsLong() : null,
        device.mathModes(),
        device.properties());
  }
}
