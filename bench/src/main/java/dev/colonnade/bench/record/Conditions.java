// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import dev.colonnade.core.backend.ThrottleReason;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state that the device was in while it was measured, by readings just before the first sample,
 * between samples (outside their times) and just after the last one.
 *
 * @param readings how many readings there were
 * @param clockMegahertz clock of its cores, in MHz
 * @param maximumClockMegahertz highest clock of its cores, in MHz
 * @param memoryClockMegahertz clock of its memory, in MHz
 * @param powerWatts power that it drew, in W, over the time that its meter averages
 * @param powerLimitWatts power that it may draw, in W
 * @param temperatureCelsius temperature of the chip, in degrees Celsius
 * @param throttling in how many readings its clocks were lowered for which reason, by {@link
 *     ThrottleReason#key()}; idleness is left out, and empty means never lowered
 */
public record Conditions(
    int readings,
    Measured<Range> clockMegahertz,
    Measured<Double> maximumClockMegahertz,
    Measured<Range> memoryClockMegahertz,
    Measured<Range> powerWatts,
    Measured<Double> powerLimitWatts,
    Measured<Range> temperatureCelsius,
    Measured<SortedMap<String, Integer>> throttling) {

  /**
   * A quantity over the readings.
   *
   * @param before at the first one
   * @param lowest the lowest
   * @param highest the highest
   * @param after at the last one
   */
  public record Range(double before, double lowest, double highest, double after) {
    /** Checks that the ends lie between the extremes. */
    public Range {
      if (!(lowest <= Math.min(before, after) && highest >= Math.max(before, after))) {
        throw new IllegalArgumentException(
            "a range of conditions runs from "
                + lowest
                + " to "
                + highest
                + " and holds the readings "
                + before
                + " and "
                + after
                + "; both are expected between its ends");
      }
    }
  }

  /** Checks the counts; copies and sorts the map. */
  public Conditions {
    Checks.positive("conditions.readings", readings);
    Checks.positive("conditions.maximumClockMegahertz", maximumClockMegahertz);
    Checks.positive("conditions.powerLimitWatts", powerLimitWatts);
    if (throttling instanceof Measured.Value<SortedMap<String, Integer>>(var counts)) {
      for (int count : counts.values()) {
        Checks.positive("conditions.throttling", count);
        if (count > readings) {
          throw new IllegalArgumentException(
              "conditions.throttling counts "
                  + count
                  + " readings, and conditions.readings is "
                  + readings
                  + "; a part of them is expected");
        }
      }
    }
    throttling = throttling.map(counts -> Collections.unmodifiableSortedMap(new TreeMap<>(counts)));
  }

  /**
   * The reasons for which the device was slowed down against its owner's will, with the counts of
   * their readings; clocks that somebody has chosen are none. A reason this version does not know
   * is one.
   */
  public NavigableMap<String, Integer> slowdowns() {
    NavigableMap<String, Integer> slowdowns = new TreeMap<>();
    throttling.asOptional().ifPresent(slowdowns::putAll);
    for (ThrottleReason reason : ThrottleReason.values()) {
      if (!reason.throttles()) {
        slowdowns.remove(reason.key());
      }
    }
    return slowdowns;
  }
}
