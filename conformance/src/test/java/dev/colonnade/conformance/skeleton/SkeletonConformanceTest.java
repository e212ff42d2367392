// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;

/** The skeleton passes the whole kit. */
final class SkeletonConformanceTest extends BackendConformanceTest {
  @Override
  protected Device device() {
    return new SkeletonDevice();
  }
}
