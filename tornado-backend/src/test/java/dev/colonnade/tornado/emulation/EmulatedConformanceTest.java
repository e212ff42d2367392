// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.emulation;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;

/**
 * The whole kit on an emulated TornadoVM: task graphs, transfers, grids, barriers and every
 * kernel's mathematics, on a plain JVM. It says nothing about TornadoVM's compiler.
 */
class EmulatedConformanceTest extends BackendConformanceTest {
  @Override
  protected Device device() {
    return EmulatedDevices.PROCESSOR;
  }
}
