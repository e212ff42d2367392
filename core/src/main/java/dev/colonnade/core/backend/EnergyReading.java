// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** A reading of an energy counter, or why there is none. */
public sealed interface EnergyReading {
  /**
   * A counter's value; differences of two readings count.
   *
   * @param joules since an arbitrary start
   * @param boundary what is included, for example {@code GPU board (NVML)} or {@code CPU package
   *     (RAPL)}
   * @param updateSeconds the longest time, in s, for which the counter stands still though energy
   *     is taken: intervals that are not many times longer cannot be measured with it
   */
  record Counter(double joules, String boundary, double updateSeconds) implements EnergyReading {
    /** The update interval of a counter that does not state any, in s. */
    public static final double USUAL_UPDATE_SECONDS = 0.1;

    /** Refuses an update interval that is none. */
    public Counter {
      if (!(updateSeconds > 0)) {
        throw new IllegalArgumentException(
            "a counter's update interval is " + updateSeconds + " s; a positive time is expected");
      }
    }

    /** A counter that moves every {@link #USUAL_UPDATE_SECONDS} or more often. */
    public Counter(double joules, String boundary) {
      this(joules, boundary, USUAL_UPDATE_SECONDS);
    }
  }

  /**
   * There is no counter.
   *
   * @param reason one sentence
   */
  record Unavailable(String reason) implements EnergyReading {}
}
