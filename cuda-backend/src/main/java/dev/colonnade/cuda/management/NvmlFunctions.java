// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import dev.colonnade.cuda.library.Symbol;
import java.lang.foreign.MemorySegment;

/**
 * The functions of {@code nvml.h} that are used [memory], for {@link
 * dev.colonnade.cuda.library.ForeignFunctions}.
 */
interface NvmlFunctions {
  @Symbol("nvmlInit_v2")
  int nvmlInit();

  long nvmlErrorString(int status);

  int nvmlSystemGetDriverVersion(MemorySegment version, int bytes);

  @Symbol("nvmlDeviceGetHandleByPciBusId_v2")
  int nvmlDeviceGetHandleByPciBusId(MemorySegment busId, MemorySegment device);

  int nvmlDeviceGetClockInfo(long device, int clock, MemorySegment megahertz);

  int nvmlDeviceGetMaxClockInfo(long device, int clock, MemorySegment megahertz);

  int nvmlDeviceGetPowerUsage(long device, MemorySegment milliwatts);

  int nvmlDeviceGetEnforcedPowerLimit(long device, MemorySegment milliwatts);

  int nvmlDeviceGetTemperature(long device, int sensor, MemorySegment celsius);

  int nvmlDeviceGetCurrentClocksThrottleReasons(long device, MemorySegment mask);

  int nvmlDeviceGetTotalEnergyConsumption(long device, MemorySegment millijoules);
}
