// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.List;

/**
 * The computer and the Java machine of the measuring process.
 *
 * @param hostId a stable name for the machine within one results folder; not its network name
 *     unless the user chose so
 * @param operatingSystem name, version and kernel
 * @param cpu model name of the processor
 * @param physicalCores cores, not hardware threads
 * @param logicalCores hardware threads that the process may use
 * @param cpuMaxHertz highest clock that the processor states, in Hz
 * @param cpuCurrentHertz highest clock among the cores when the facts were gathered, in Hz
 * @param cpuFeatures the vector extensions that matter (avx2, avx512f, neon, ...)
 * @param memoryBytes main memory
 * @param virtualization the hypervisor or container that was recognised
 * @param powerSource mains or battery
 * @param loadAverage system load over one minute before measuring
 * @param jvm name, vendor and version
 * @param jvmFlags options of the measuring process, in their order
 * @param garbageCollectors collectors of that process
 * @param maximumHeapBytes the heap's limit
 */
public record Machine(
    String hostId,
    Measured<String> operatingSystem,
    Measured<String> cpu,
    Measured<Integer> physicalCores,
    int logicalCores,
    Measured<Long> cpuMaxHertz,
    Measured<Long> cpuCurrentHertz,
    Measured<List<String>> cpuFeatures,
    Measured<Long> memoryBytes,
    Measured<String> virtualization,
    Measured<String> powerSource,
    Measured<Double> loadAverage,
    String jvm,
    List<String> jvmFlags,
    List<String> garbageCollectors,
    long maximumHeapBytes) {

  /** Checks names and counts; copies the lists. */
  public Machine {
    Checks.text("machine.hostId", hostId);
    Checks.text("machine.jvm", jvm);
    Checks.positive("machine.logicalCores", logicalCores);
    Checks.positive("machine.maximumHeapBytes", maximumHeapBytes);
    jvmFlags = List.copyOf(jvmFlags);
    garbageCollectors = List.copyOf(garbageCollectors);
  }
}
