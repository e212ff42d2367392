// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.runtime.BackendRegistry;

/** The conformance kit on {@code cpu-scalar:0}; run in a JVM whose auto-vectoriser is off. */
final class ScalarConformanceTest extends BackendConformanceTest {
  @Override
  protected Device device() {
    return BackendRegistry.discover().device("cpu-scalar:0");
  }
}
