// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.record.DeviceInfo;
import java.util.List;

/**
 * A device to measure.
 *
 * @param info what its probe reported
 * @param jvmOptions what its provider declares
 */
public record Target(DeviceInfo info, List<String> jvmOptions) {
  /** Copies the list. */
  public Target {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** The device's id. */
  public String id() {
    return info.id();
  }
}
