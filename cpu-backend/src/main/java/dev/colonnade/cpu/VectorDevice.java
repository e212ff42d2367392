// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import dev.colonnade.core.backend.Device;
import dev.colonnade.cpu.device.CpuDevice;
import dev.colonnade.cpu.instruction.vector.VectorKernels;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kept apart from the provider, so that a JVM without the Vector API never loads what needs it. */
final class VectorDevice {
  private VectorDevice() {}

  /** The device with a team of so many threads. */
  static Device create(int threads) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("threads", Integer.toString(threads));
    facts.put("vectorBits", Integer.toString(VectorKernels.vectorBits()));
    return new CpuDevice("cpu:0", facts, () -> new VectorKernels(threads));
  }
}
