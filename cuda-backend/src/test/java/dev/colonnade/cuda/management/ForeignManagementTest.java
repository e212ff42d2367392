// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Reading;
import dev.colonnade.core.backend.ThrottleReason;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.RealLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForeignManagementTest {
  private static final String BUS = "00000000:17:00.0";

  /** A device that answers, or not. */
  private static final class FakeNvml implements NvmlFunctions {
    private final Arena arena = Arena.ofAuto();
    int startStatus;
    int energyStatus;
    int temperatureStatus;

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
      return temperatureStatus;
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
    assertThat(device.conditions())
        .isEqualTo(
            new DeviceConditions(
                new Reading.Value<>(1755.0),
                new Reading.Value<>(1980.0),
                new Reading.Value<>(2619.0),
                new Reading.Value<>(123.456),
                new Reading.Value<>(700.0),
                new Reading.Value<>(41.0),
                new Reading.Value<>(
                    Set.of(
                        ThrottleReason.POWER_CAP,
                        ThrottleReason.THERMAL_SOFTWARE,
                        ThrottleReason.OTHER))));
    assertThat(device.driverVersion()).isEqualTo(new Reading.Value<>("580.65.06"));
    assertThat(device.energy())
        .isEqualTo(new EnergyReading.Counter(5_000_000.123, "GPU board (NVML)", 0.1));
  }

  @Test
  void aNumberThatTheDeviceDoesNotTellHasItsReasonAndTheOthersStay() {
    nvml.energyStatus = 3;
    nvml.temperatureStatus = 3;
    DeviceManagement device = new ForeignManagement(nvml, BUS);
    assertThat(device.energy())
        .isEqualTo(new EnergyReading.Unavailable("NVML says: Not Supported (3)"));
    assertThat(device.conditions().temperatureCelsius())
        .isEqualTo(new Reading.Unavailable<>("NVML says: Not Supported (3)"));
    assertThat(device.conditions().powerWatts()).isEqualTo(new Reading.Value<>(123.456));
  }

  @Test
  void everyReasonOfTheHeaderHasItsName() {
    assertThat(ThrottleBits.reasons(0x1ff))
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(ThrottleReason.OTHER)));
    assertThat(ThrottleBits.reasons(0x80)).containsExactly(ThrottleReason.POWER_BRAKE);
    assertThat(ThrottleBits.reasons(0)).isEmpty();
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
    assertThat(none.conditions()).isEqualTo(DeviceConditions.unavailable("there is no NVML"));
    assertThat(none.energy()).isEqualTo(new EnergyReading.Unavailable("there is no NVML"));
    assertThat(none.driverVersion()).isEqualTo(new Reading.Unavailable<>("there is no NVML"));
  }

  @Test
  void everyFunctionResolves() {
    NativeLibrary library = RealLibraries.require(CudaLibrary.NVML);
    assertThat(ForeignFunctions.symbols(NvmlFunctions.class)).allMatch(library::has);
  }
}
