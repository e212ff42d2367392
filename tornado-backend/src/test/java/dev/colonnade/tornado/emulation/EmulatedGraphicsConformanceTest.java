// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.emulation;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;

/** The whole kit on an emulated graphics processor: each kernel a launch, products in tiles. */
class EmulatedGraphicsConformanceTest extends BackendConformanceTest {
  @Override
  protected Device device() {
    return EmulatedDevices.GRAPHICS;
  }
}
