// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.onsdk;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.tornado.TornadoBackendProvider;

/**
 * Devices of a real SDK; the tests of this package run in a JVM that was started with its options.
 */
final class RealDevices {
  private RealDevices() {}

  /** The first device, with the kernels and launches of a graphics processor. */
  static Device firstWithSeparateLaunches() {
    System.setProperty("colonnade.tornado.launches", "separate");
    try {
      return first();
    } finally {
      System.clearProperty("colonnade.tornado.launches");
    }
  }

  static Device first() {
    return switch (new TornadoBackendProvider().probe()) {
      case ProbeResult.Available available -> available.devices().get(0);
      case ProbeResult.Unavailable unavailable ->
          throw new IllegalStateException(unavailable.reason() + "; " + unavailable.remedy());
    };
  }
}
