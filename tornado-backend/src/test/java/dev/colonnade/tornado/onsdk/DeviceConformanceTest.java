// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.onsdk;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;

/** The whole kit on the first device of a real SDK. */
class DeviceConformanceTest extends BackendConformanceTest {
  private static final Device DEVICE = RealDevices.first();

  @Override
  protected Device device() {
    return DEVICE;
  }
}
