// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.onsdk;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;

/**
 * The whole kit on the first device of a real SDK, each kernel launched by itself, as graphics
 * processors get them: so these kernels, with their barriers and local memory, are really compiled.
 */
class SeparateLaunchesConformanceTest extends BackendConformanceTest {
  private static final Device DEVICE = RealDevices.firstWithSeparateLaunches();

  @Override
  protected Device device() {
    return DEVICE;
  }
}
