// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.check.StepResult;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.runtime.BackendRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The parts that a check tries alone, and those that it leaves out because they failed so. */
final class BackendParts {
  /** What names of steps begin with that take one part of a backend alone. */
  static final String STEP = "part-";

  /** Stands for none of the parts. */
  static final String NONE = "none";

  private final BackendRegistry registry;
  private final Supplier<List<StepResult>> results;

  /** With the results of the steps so far, of former calls too. */
  BackendParts(BackendRegistry registry, Supplier<List<StepResult>> results) {
    this.registry = registry;
    this.results = results;
  }

  private static String backend(String device) {
    return device.substring(0, device.indexOf(':'));
  }

  /** None, and all parts of a device's backend; empty if nothing of it can be left out. */
  List<String> namesWithNone(String device) {
    BackendRegistry.Found found = registry.found().get(backend(device));
    List<String> names = new ArrayList<>(found == null ? List.of() : found.provider().parts());
    if (!names.isEmpty()) {
      names.addFirst(NONE);
    }
    return names;
  }

  /** Options of a JVM that takes one part alone. */
  List<String> optionsOfOnly(String device, String part) {
    List<String> options = new ArrayList<>(DeviceJvm.options(registry, device));
    options.add("-D" + BackendProvider.ONLY + "=" + backend(device) + "/" + part);
    return options;
  }

  /**
   * Options of a device's JVM. Parts that failed, crashed or hung alone are left out of all that
   * follows: their results are known, and those of the others are wanted.
   */
  List<String> options(String device) {
    List<String> options = new ArrayList<>(DeviceJvm.options(registry, device));
    String end = "." + device.replace(':', '-');
    String broken =
        results.get().stream()
            .filter(step -> step.outcome().isBad() && step.device().equals(device))
            .map(StepResult::step)
            .filter(step -> step.startsWith(STEP) && !step.equals(STEP + NONE + end))
            .map(step -> step.substring(STEP.length(), step.length() - end.length()))
            .map(part -> backend(device) + "/" + part)
            .collect(Collectors.joining(","));
    if (!broken.isEmpty()) {
      options.add("-D" + BackendProvider.WITHOUT + "=" + broken);
    }
    return options;
  }
}
