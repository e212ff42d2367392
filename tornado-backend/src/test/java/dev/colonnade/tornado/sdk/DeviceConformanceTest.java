// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.sdk;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.tornado.TornadoBackendProvider;

/** The whole kit on the first device of a real SDK. */
class DeviceConformanceTest extends BackendConformanceTest {
  @Override
  protected Device device() {
    return switch (new TornadoBackendProvider().probe()) {
      case ProbeResult.Available available -> available.devices().get(0);
      case ProbeResult.Unavailable unavailable ->
          throw new IllegalStateException(unavailable.reason());
    };
  }
}
