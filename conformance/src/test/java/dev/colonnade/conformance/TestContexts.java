// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.core.backend.Device;

/** Contexts for tests that run parts of cases by themselves. */
public final class TestContexts {
  private TestContexts() {}

  /** The context of a case called {@code name}, with the default seed. */
  public static CaseContext of(Device device, String name) {
    return new CaseContext(new SharedSession(device), ConformanceOptions.DEFAULT, name);
  }
}
