// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.conformance.awkward.AwkwardProvider;
import dev.colonnade.conformance.skeleton.SkeletonProvider;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import java.util.List;
import java.util.Optional;

/**
 * The two backends that live in the kit. They are not registered as services, so that nothing
 * measures them by default; a command that takes a device id asks here when no registered backend
 * has it.
 */
public final class ReferenceBackends {
  private ReferenceBackends() {}

  /** The skeleton and the awkward backend. */
  public static List<BackendProvider> providers() {
    return List.of(new SkeletonProvider(), new AwkwardProvider());
  }

  /**
   * The device with this id, {@code skeleton:0} or {@code awkward:0}, or with the backend's name.
   */
  public static Optional<Device> device(String id) {
    for (BackendProvider provider : providers()) {
      if (provider.probe() instanceof ProbeResult.Available(List<Device> devices)) {
        for (Device device : devices) {
          if (device.id().equals(id) || provider.name().equals(id)) {
            return Optional.of(device);
          }
        }
      }
    }
    return Optional.empty();
  }
}
