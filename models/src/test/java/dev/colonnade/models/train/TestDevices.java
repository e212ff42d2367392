// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.runtime.BackendRegistry;

/** Devices that tests train on. */
public final class TestDevices {
  private TestDevices() {}

  /** All cores, vectorised. */
  public static Device cpu() {
    return BackendRegistry.discover().device("cpu:0");
  }

  /** One thread, plain Java. */
  public static Device scalar() {
    return BackendRegistry.discover().device("cpu-scalar:0");
  }
}
