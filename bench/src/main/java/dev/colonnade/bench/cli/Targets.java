// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.measure.DeviceFacts;
import dev.colonnade.bench.scaling.Target;
import dev.colonnade.core.runtime.BackendRegistry;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The devices to measure. */
final class Targets {
  private Targets() {}

  /**
   * The devices named, or all that are found and suit.
   *
   * @param wanted ids, or none
   * @param suits which of those found are taken if none is named
   * @param err hears of backends that are not there
   * @throws CommandFailure if there are none, or not one of those named
   */
  static List<Target> of(
      Colonnade colonnade, List<String> wanted, Predicate<String> suits, PrintWriter err)
      throws InterruptedException {
    BackendRegistry registry = colonnade.registry();
    List<Target> targets = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (ProbedBackend backend : Probing.all(colonnade)) {
      if (backend.reason() != null) {
        err.println(
            backend.backend() + " is not measured: " + backend.reason() + "; " + backend.remedy());
      }
      for (ProbedBackend.ProbedDevice device : backend.devices()) {
        found.add(device.id());
        if (wanted.isEmpty() ? suits.test(device.id()) : wanted.contains(device.id())) {
          targets.add(
              new Target(
                  DeviceFacts.of(
                      device.id(), device.name(), device.memoryBytes(), device.properties()),
                  DeviceJvm.options(registry, device.id())));
        }
      }
    }
    err.flush();
    for (String id : wanted) {
      if (!found.contains(id)) {
        throw CommandFailure.usage(
            "there is no device " + id + " here; there are " + String.join(", ", found));
      }
    }
    if (targets.isEmpty()) {
      throw CommandFailure.failed(
          "no device was found; 'colonnade devices' says why and what can be done");
    }
    return targets;
  }
}
