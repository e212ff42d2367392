// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.Reading;
import dev.colonnade.core.backend.ThrottleReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The conditions of a device over a measurement. It reads between samples only, never within the
 * time of one, and not more often than they change: a device just at work still has the clocks and
 * the reasons that it worked under.
 */
final class ConditionsLog {
  /** Readings between samples are at least so far apart, in ms. */
  static final long INTERVAL_MILLIS = 50;

  private final Device device;
  private final LongSupplier clockMillis;
  private final List<DeviceConditions> readings = new ArrayList<>();
  private long last;

  ConditionsLog(Device device) {
    this(device, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  ConditionsLog(Device device, LongSupplier clockMillis) {
    this.device = device;
    this.clockMillis = clockMillis;
  }

  /** Reads now: before the first sample, and after the last. */
  void read() {
    last = clockMillis.getAsLong();
    readings.add(device.conditions());
  }

  /** Reads if the last reading is old enough; a device that tells nothing is not asked again. */
  void readIfDue() {
    if (clockMillis.getAsLong() - last >= INTERVAL_MILLIS && !tellsNothing()) {
      read();
    }
  }

  private boolean tellsNothing() {
    return !readings.isEmpty() && reasonForNothing(readings.getFirst()).isPresent();
  }

  /** The one reason for which it tells nothing at all. */
  private static Optional<String> reasonForNothing(DeviceConditions told) {
    return told.throttling() instanceof Reading.Unavailable<Set<ThrottleReason>>(String reason)
            && told.equals(DeviceConditions.unavailable(reason))
        ? Optional.of(reason)
        : Optional.empty();
  }

  /** What was read, or why nothing was. */
  Measured<Conditions> summary() {
    if (readings.isEmpty()) {
      return Measured.unavailable("they were not read");
    }
    Optional<String> nothing = reasonForNothing(readings.getFirst());
    if (nothing.isPresent()) {
      return Measured.unavailable(nothing.get());
    }
    return Measured.of(
        new Conditions(
            readings.size(),
            range(DeviceConditions::clockMegahertz),
            constant(DeviceConditions::maximumClockMegahertz),
            range(DeviceConditions::memoryClockMegahertz),
            range(DeviceConditions::powerWatts),
            constant(DeviceConditions::powerLimitWatts),
            range(DeviceConditions::temperatureCelsius),
            throttling()));
  }

  private Measured<Conditions.Range> range(Function<DeviceConditions, Reading<Double>> field) {
    return values(field)
        .map(values ->
            new Conditions.Range(
                values.getFirst(),
                values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                values.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                values.getLast()));
  }

  /** A limit; the lowest, if somebody changed it meanwhile. */
  private Measured<Double> constant(Function<DeviceConditions, Reading<Double>> field) {
    return values(field)
        .map(values -> values.stream().mapToDouble(Double::doubleValue).min().orElseThrow());
  }

  private Measured<SortedMap<String, Integer>> throttling() {
    return values(DeviceConditions::throttling)
        .map(sets -> {
          SortedMap<String, Integer> counts = new TreeMap<>();
          for (Set<ThrottleReason> reasons : sets) {
            for (ThrottleReason reason : reasons) {
              if (reason != ThrottleReason.IDLE) {
                counts.merge(reason.key(), 1, Integer::sum);
              }
            }
          }
          return counts;
        });
  }

  /** What was told of a field, or the reason of its first absence if it never was. */
  private <T> Measured<List<T>> values(Function<DeviceConditions, Reading<T>> field) {
    List<T> values = new ArrayList<>();
    String absence = "";
    for (DeviceConditions told : readings) {
      switch (field.apply(told)) {
        case Reading.Value<T>(T value) -> values.add(value);
        case Reading.Unavailable<T>(String reason) ->
            absence = absence.isEmpty() ? reason : absence;
      }
    }
    return values.isEmpty() ? Measured.unavailable(absence) : Measured.of(values);
  }
}
