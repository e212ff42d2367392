// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;

/**
 * The conformance kit on {@code cpu:0}. The build runs it again with other vector lengths and team
 * sizes, up to the level that the system property {@code colonnade.test.level} names.
 */
final class CpuConformanceTest extends BackendConformanceTest {
  @Override
  protected Device device() {
    return TestDevices.vector();
  }

  @Override
  protected ConformanceOptions options() {
    return ConformanceOptions.DEFAULT.withLevel(
        Level.of(System.getProperty("colonnade.test.level", "all")));
  }
}
