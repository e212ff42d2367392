// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;

/** The awkward backend passes the whole kit, so the SPI is proved by more than a CPU. */
final class AwkwardConformanceTest extends BackendConformanceTest {
  @Override
  protected Device device() {
    return new AwkwardDevice();
  }
}
