// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Measured;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The device's state over the samples, as a peer states it: the quantities of {@link Conditions},
 * each of which may be left out.
 *
 * @param readings how many readings there were: before the first sample, after the last, and
 *     between samples
 * @param clockMegahertz clock of its cores, in MHz
 * @param maximumClockMegahertz highest clock of its cores, in MHz
 * @param memoryClockMegahertz clock of its memory, in MHz
 * @param powerWatts power that it drew, in W
 * @param powerLimitWatts power that it may draw, in W
 * @param temperatureCelsius temperature of the chip, in degrees Celsius
 * @param throttling in how many readings its clocks were lowered for which reason; an empty object
 *     means never
 * @param missing why a quantity is left out, by its name; {@code all} for all of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PeerConditions(
    int readings,
    Conditions.@Nullable Range clockMegahertz,
    @Nullable Double maximumClockMegahertz,
    Conditions.@Nullable Range memoryClockMegahertz,
    Conditions.@Nullable Range powerWatts,
    @Nullable Double powerLimitWatts,
    Conditions.@Nullable Range temperatureCelsius,
    @Nullable SortedMap<String, Integer> throttling,
    Map<String, String> missing) {
  private static final String ALL = "all";

  /** Checks what is stated; copies the map of reasons. */
  public PeerConditions {
    missing = Required.map(missing);
    if (!missing.containsKey(ALL)) {
      Required.positive("timed.conditions.readings", readings);
      // Whatever a record refuses is refused while it is known who said it.
      stated(
          readings,
          clockMegahertz,
          maximumClockMegahertz,
          memoryClockMegahertz,
          powerWatts,
          powerLimitWatts,
          temperatureCelsius,
          throttling,
          missing);
    }
  }

  /** What our own devices state. */
  public static PeerConditions of(Measured<Conditions> measured) {
    return switch (measured) {
      case Measured.Unavailable<Conditions>(String reason) ->
          new PeerConditions(0, null, null, null, null, null, null, null, Map.of(ALL, reason));
      case Measured.Value<Conditions>(Conditions conditions) -> {
        Map<String, String> missing = new TreeMap<>();
        yield new PeerConditions(
            conditions.readings(),
            told("clockMegahertz", conditions.clockMegahertz(), missing),
            told("maximumClockMegahertz", conditions.maximumClockMegahertz(), missing),
            told("memoryClockMegahertz", conditions.memoryClockMegahertz(), missing),
            told("powerWatts", conditions.powerWatts(), missing),
            told("powerLimitWatts", conditions.powerLimitWatts(), missing),
            told("temperatureCelsius", conditions.temperatureCelsius(), missing),
            told("throttling", conditions.throttling(), missing),
            missing);
      }
    };
  }

  private static <T> @Nullable T told(
      String quantity, Measured<T> measured, Map<String, String> missing) {
    return switch (measured) {
      case Measured.Value<T>(T value) -> value;
      case Measured.Unavailable<T>(String reason) -> {
        missing.put(quantity, reason);
        yield null;
      }
    };
  }

  /** For the record. */
  public Measured<Conditions> measured() {
    String nothing = missing.get(ALL);
    return nothing != null
        ? Measured.unavailable(nothing)
        : Measured.of(
            stated(
                readings,
                clockMegahertz,
                maximumClockMegahertz,
                memoryClockMegahertz,
                powerWatts,
                powerLimitWatts,
                temperatureCelsius,
                throttling,
                missing));
  }

  private static Conditions stated(
      int readings,
      Conditions.@Nullable Range clockMegahertz,
      @Nullable Double maximumClockMegahertz,
      Conditions.@Nullable Range memoryClockMegahertz,
      Conditions.@Nullable Range powerWatts,
      @Nullable Double powerLimitWatts,
      Conditions.@Nullable Range temperatureCelsius,
      @Nullable SortedMap<String, Integer> throttling,
      Map<String, String> missing) {
    return new Conditions(
        readings,
        orReason("clockMegahertz", clockMegahertz, missing),
        orReason("maximumClockMegahertz", maximumClockMegahertz, missing),
        orReason("memoryClockMegahertz", memoryClockMegahertz, missing),
        orReason("powerWatts", powerWatts, missing),
        orReason("powerLimitWatts", powerLimitWatts, missing),
        orReason("temperatureCelsius", temperatureCelsius, missing),
        orReason("throttling", throttling, missing));
  }

  private static <T> Measured<T> orReason(
      String quantity, @Nullable T value, Map<String, String> missing) {
    return value != null
        ? Measured.of(value)
        : Measured.unavailable(missing.getOrDefault(quantity, "the peer does not state it"));
  }
}
