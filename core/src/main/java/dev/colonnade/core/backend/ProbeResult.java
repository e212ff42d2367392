// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.List;

/** What a backend found on this machine. */
public sealed interface ProbeResult {
  /**
   * It can run here.
   *
   * @param devices at least one
   */
  record Available(List<Device> devices) implements ProbeResult {
    /** Copies the list; refuses an empty one. */
    public Available {
      devices = List.copyOf(devices);
      if (devices.isEmpty()) {
        throw new IllegalArgumentException(
            "available with no device: answer Unavailable with the reason instead");
      }
    }
  }

  /**
   * It cannot run here.
   *
   * @param reason what is missing, one sentence
   * @param remedy what a user can do about it, one sentence
   */
  record Unavailable(String reason, String remedy) implements ProbeResult {}
}
