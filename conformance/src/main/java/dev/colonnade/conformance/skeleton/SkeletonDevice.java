// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import java.util.Map;
import java.util.OptionalLong;

/** One device. Thread-safe: it holds nothing but constants; all that changes is in sessions. */
public final class SkeletonDevice implements Device {
  private final KernelTable kernels;

  /** With the reference kernels. */
  public SkeletonDevice() {
    this(new OracleKernels());
  }

  /** With kernels of your own: the quickest way to try some against the kit. */
  public SkeletonDevice(KernelTable kernels) {
    this.kernels = kernels;
  }

  @Override
  public String id() {
    return "skeleton:0";
  }

  @Override
  public String name() {
    return "Skeleton backend on the Java heap";
  }

  @Override
  public OptionalLong memoryBytes() {
    return OptionalLong.of(Runtime.getRuntime().maxMemory());
  }

  @Override
  public Map<String, String> properties() {
    // What a benchmark record must name: driver and library versions, threads, vector width.
    return Map.of("javaVersion", Runtime.version().toString());
  }

  @Override
  public Session open() {
    return new SkeletonSession(this, kernels);
  }
}
