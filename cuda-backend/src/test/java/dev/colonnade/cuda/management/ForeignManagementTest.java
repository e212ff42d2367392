// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.RealLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForeignManagementTest {
  private static final String BUS = "00000000:17:00.0";

  /** A device that answers, or not. */
  private static final class FakeNvml implements NvmlFunctions {
    private final Arena arena = Arena.ofAuto();
    int startStatus;
    int energyStatus;

    @Override
    public int nvmlInit() {
      return startStatus;
    }

    @Override
    public long nvmlErrorString(int status) {
      return arena.allocateFrom(status == 3 ? "Not Supported" : "Unknown Error").address();
    }

    @Override
    public int nvmlSystemGetDriverVersion(MemorySegment version, int bytes) {
      version.setString(0, "580.65.06");
      return 0;
    }

    @Override
    public int nvmlDeviceGetHandleByPciBusId(MemorySegment busId, MemorySegment device) {
      device.set(JAVA_LONG, 0, 42);
      return busId.getString(0).equals(BUS) ? 0 : 6;
    }

    @Override
    public int nvmlDeviceGetClockInfo(long device, int clock, MemorySegment megahertz) {
      megahertz.set(JAVA_INT, 0, clock == 1 ? 1755 : 2619);
      return device == 42 ? 0 : 2;
    }

    @Override
    public int nvmlDeviceGetMaxClockInfo(long device, int clock, MemorySegment megahertz) {
      megahertz.set(JAVA_INT, 0, 1980);
      return 0;
    }

    @Override
    public int nvmlDeviceGetPowerUsage(long device, MemorySegment milliwatts) {
      milliwatts.set(JAVA_INT, 0, 123_456);
      return 0;
    }

    @Override
    public int nvmlDeviceGetEnforcedPowerLimit(long device, MemorySegment milliwatts) {
      milliwatts.set(JAVA_INT, 0, 700_000);
      return 0;
    }

    @Override
    public int nvmlDeviceGetTemperature(long device, int sensor, MemorySegment celsius) {
      celsius.set(JAVA_INT, 0, 41);
      return 0;
    }

    @Override
    public int nvmlDeviceGetCurrentClocksThrottleReasons(long device, MemorySegment mask) {
      mask.set(JAVA_LONG, 0, 0x24 | 0x8000);
      return 0;
    }

    @Override
    public int nvmlDeviceGetTotalEnergyConsumption(long device, MemorySegment millijoules) {
      millijoules.set(JAVA_LONG, 0, 5_000_000_123L);
      return energyStatus;
    }
  }

  private final FakeNvml nvml = new FakeNvml();

  @Test
  void everyNumberIsReadInItsUnit() {
    DeviceManagement device = new ForeignManagement(nvml, BUS);
    assertThat(device.clockMegahertz()).isEqualTo(new Reading.Value<>(1755));
    assertThat(device.memoryClockMegahertz()).isEqualTo(new Reading.Value<>(2619));
    assertThat(device.maxClockMegahertz()).isEqualTo(new Reading.Value<>(1980));
    assertThat(device.powerWatts()).isEqualTo(new Reading.Value<>(123.456));
    assertThat(device.powerLimitWatts()).isEqualTo(new Reading.Value<>(700.0));
    assertThat(device.temperatureCelsius()).isEqualTo(new Reading.Value<>(41));
    assertThat(device.throttling())
        .isEqualTo(
            new Reading.Value<>(Set.of(ThrottleReason.POWER_CAP, ThrottleReason.THERMAL_SOFTWARE)));
    assertThat(device.driverVersion()).isEqualTo(new Reading.Value<>("580.65.06"));
    assertThat(device.energy())
        .isEqualTo(new EnergyReading.Counter(5_000_000.123, "GPU board (NVML)"));
  }

  @Test
  void aNumberThatTheDeviceDoesNotTellHasItsReason() {
    nvml.energyStatus = 3;
    DeviceManagement device = new ForeignManagement(nvml, BUS);
    assertThat(device.energyJoules())
        .isEqualTo(new Reading.Unavailable<>("NVML says: Not Supported (3)"));
    assertThat(device.energy())
        .isEqualTo(new EnergyReading.Unavailable("NVML says: Not Supported (3)"));
  }

  @Test
  void anUnknownDeviceAndALibraryThatDoesNotStartAreErrors() {
    assertThatThrownBy(() -> new ForeignManagement(nvml, "elsewhere"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("does not know the device at elsewhere");
    nvml.startStatus = 9;
    assertThatThrownBy(() -> new ForeignManagement(nvml, BUS))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("does not start: Unknown Error (9)");
  }

  @Test
  void withoutTheLibraryEveryNumberHasTheSameReason() {
    DeviceManagement none = new NoManagement("there is no NVML");
    assertThat(none.clockMegahertz()).isEqualTo(new Reading.Unavailable<>("there is no NVML"));
    assertThat(none.energy()).isEqualTo(new EnergyReading.Unavailable("there is no NVML"));
    assertThat(none.throttling()).isEqualTo(new Reading.Unavailable<>("there is no NVML"));
  }

  @Test
  void everyFunctionResolves() {
    NativeLibrary library = RealLibraries.require(CudaLibrary.NVML);
    assertThat(ForeignFunctions.symbols(NvmlFunctions.class)).allMatch(library::has);
  }
}
