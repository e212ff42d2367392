// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Reading;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.LibrarySearch;
import dev.colonnade.cuda.library.LibraryStatus;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.NativeText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A device by NVML, which is never shut down, as others in this process may use it. */
public final class ForeignManagement implements DeviceManagement {
  /** NVML_SUCCESS. */
  private static final int SUCCESS = 0;

  /** NVML_CLOCK_SM. */
  private static final int CLOCK_SM = 1;

  /** NVML_CLOCK_MEM. */
  private static final int CLOCK_MEMORY = 2;

  /** NVML_TEMPERATURE_GPU. */
  private static final int TEMPERATURE_GPU = 0;

  /** NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE. */
  private static final int VERSION_BYTES = 80;

  private static final double MILLI = 1e3;

  /**
   * How often the energy counter moves. The header does not say; measured values in the literature
   * lie between 20 and 100 ms [memory], and the worst of them is taken.
   */
  private static final double ENERGY_UPDATE_SECONDS = 0.1;

  private final NvmlFunctions nvml;
  private final long device;

  /**
   * Finds a device by its address on the bus.
   *
   * @throws BackendException if NVML does not know it, does not start or lacks a function
   */
  public ForeignManagement(NativeLibrary library, String pciBusId) {
    this(ForeignFunctions.bind(MethodHandles.lookup(), NvmlFunctions.class, library), pciBusId);
  }

  ForeignManagement(NvmlFunctions nvml, String pciBusId) {
    this.nvml = nvml;
    check(nvml.nvmlInit(), "NVML does not start");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(JAVA_LONG);
      check(
          nvml.nvmlDeviceGetHandleByPciBusId(arena.allocateFrom(pciBusId), handle),
          "NVML does not know the device at " + pciBusId);
      device = handle.get(JAVA_LONG, 0);
    }
  }

  /** The device at an address, or why nothing is told about it. */
  public static DeviceManagement of(LibrarySearch search, String pciBusId) {
    return switch (search.find(CudaLibrary.NVML)) {
      case LibraryStatus.Missing missing -> new NoManagement(missing.sentence());
      case LibraryStatus.Found found -> {
        try {
          yield new ForeignManagement(found.opened(), pciBusId);
        } catch (BackendException e) {
          yield new NoManagement(String.valueOf(e.getMessage()));
        }
      }
    };
  }

  @Override
  public DeviceConditions conditions() {
    return new DeviceConditions(
        whole(at -> nvml.nvmlDeviceGetClockInfo(device, CLOCK_SM, at)),
        whole(at -> nvml.nvmlDeviceGetMaxClockInfo(device, CLOCK_SM, at)),
        whole(at -> nvml.nvmlDeviceGetClockInfo(device, CLOCK_MEMORY, at)),
        thousandths(at -> nvml.nvmlDeviceGetPowerUsage(device, at)),
        thousandths(at -> nvml.nvmlDeviceGetEnforcedPowerLimit(device, at)),
        whole(at -> nvml.nvmlDeviceGetTemperature(device, TEMPERATURE_GPU, at)),
        reading(
            at -> nvml.nvmlDeviceGetCurrentClocksThrottleReasons(device, at),
            at -> ThrottleBits.reasons(at.get(JAVA_LONG, 0))));
  }

  @Override
  public EnergyReading energy() {
    Reading<Double> joules =
        reading(
            at -> nvml.nvmlDeviceGetTotalEnergyConsumption(device, at),
            at -> at.get(JAVA_LONG, 0) / MILLI);
    return switch (joules) {
      case Reading.Value<Double>(Double value) ->
          new EnergyReading.Counter(value, "GPU board (NVML)", ENERGY_UPDATE_SECONDS);
      case Reading.Unavailable<Double>(String reason) -> new EnergyReading.Unavailable(reason);
    };
  }

  @Override
  public Reading<String> driverVersion() {
    return reading(at -> nvml.nvmlSystemGetDriverVersion(at, VERSION_BYTES), at -> at.getString(0));
  }

  /** An {@code unsigned int} in its unit. */
  private Reading<Double> whole(ToIntFunction<MemorySegment> ask) {
    return reading(ask, at -> (double) at.get(JAVA_INT, 0));
  }

  /** An {@code unsigned int} in thousandths of its unit. */
  private Reading<Double> thousandths(ToIntFunction<MemorySegment> ask) {
    return reading(ask, at -> at.get(JAVA_INT, 0) / MILLI);
  }

  private <T> Reading<T> reading(
      ToIntFunction<MemorySegment> ask, Function<MemorySegment, T> read) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(VERSION_BYTES, 8);
      int status = ask.applyAsInt(answer);
      return status == SUCCESS
          ? new Reading.Value<>(read.apply(answer))
          : new Reading.Unavailable<>("NVML says: " + name(status));
    }
  }

  private String name(int status) {
    return NativeText.at(nvml.nvmlErrorString(status)) + " (" + status + ")";
  }

  private void check(int status, String what) {
    if (status != SUCCESS) {
      throw new BackendException(what + ": " + name(status));
    }
  }
}
