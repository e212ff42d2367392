// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.conformance.skeleton.KernelTable;
import dev.colonnade.conformance.skeleton.OracleKernels;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import java.util.Map;
import java.util.OptionalLong;

/** The one awkward device. */
public final class AwkwardDevice implements Device {
  private final KernelTable kernels;

  /** With the reference kernels. */
  public AwkwardDevice() {
    this(new OracleKernels());
  }

  /** With other kernels; they run on the device's thread. */
  public AwkwardDevice(KernelTable kernels) {
    this.kernels = kernels;
  }

  @Override
  public String id() {
    return "awkward:0";
  }

  @Override
  public String name() {
    return "Awkward backend with memory of its own";
  }

  @Override
  public OptionalLong memoryBytes() {
    return OptionalLong.empty();
  }

  @Override
  public Map<String, String> properties() {
    return Map.of("javaVersion", Runtime.version().toString());
  }

  @Override
  public Session open() {
    return new AwkwardSession(this, kernels);
  }
}
