// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.cpu.device.CpuDevice;
import dev.colonnade.cpu.instruction.plain.PlainKernels;
import java.util.List;
import java.util.Map;

/** Devices for tests. */
public final class TestDevices {
  private TestDevices() {}

  /** The vector device as this JVM's properties make it. */
  public static Device vector() {
    return switch (new CpuBackendProvider().probe()) {
      case ProbeResult.Available(List<Device> devices) -> devices.get(0);
      case ProbeResult.Unavailable(String reason, String remedy) ->
          throw new IllegalStateException(reason + "; " + remedy);
    };
  }

  /** The vector device with a team of this size. */
  public static Device vector(int threads) {
    return VectorDevice.create(threads);
  }

  /**
   * The scalar device's kernels, whatever this JVM's vectoriser does: for results, not for times.
   */
  public static Device plain() {
    return new CpuDevice("cpu-scalar:0", Map.of("threads", "1"), PlainKernels::new);
  }
}
