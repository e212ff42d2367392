// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Energy;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.EnergyReading;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An interval between two readings of an energy counter. A counter moves in steps of time, so an
 * interval is only worth what it is in multiples of them: from {@link #LEAST_UPDATES} on, its error
 * is at most one in so many.
 */
final class EnergySpan {
  /** The shortest interval in updates of the counter: an error of 5 %. */
  static final int LEAST_UPDATES = 20;

  private static final double NANOS = 1e9;

  private final Supplier<EnergyReading> counter;
  private final LongSupplier clockNanos;
  private final EnergyReading start;
  private final long startNanos;
  private long images;

  /** Begins now. */
  EnergySpan(Supplier<EnergyReading> counter, LongSupplier clockNanos) {
    this.counter = counter;
    this.clockNanos = clockNanos;
    this.start = counter.get();
    this.startNanos = clockNanos.getAsLong();
  }

  /** So many images more were run. */
  void add(long more) {
    images += more;
  }

  /** Whether there is a counter and the interval is still too short for it. */
  boolean isTooShort() {
    return start instanceof EnergyReading.Counter(_, _, double update)
        && seconds() < LEAST_UPDATES * update;
  }

  private double seconds() {
    return (clockNanos.getAsLong() - startNanos) / NANOS;
  }

  /** Ends now: what was measured, or why nothing was. */
  Measured<Energy> end() {
    double seconds = seconds();
    boolean tooShort = isTooShort();
    return switch (counter.get()) {
      case EnergyReading.Unavailable(String reason) -> Measured.unavailable(reason);
      case EnergyReading.Counter(double end, String boundary, double update) ->
          switch (start) {
            case EnergyReading.Unavailable(String reason) -> Measured.unavailable(reason);
            case EnergyReading.Counter(_, String other, _) when !other.equals(boundary) ->
                Measured.unavailable(
                    "the counter's boundary changed from " + other + " to " + boundary);
            case EnergyReading.Counter _ when tooShort ->
                Measured.unavailable(
                    String.format(
                        Locale.ROOT,
                        "the counter of %s moves every %.3g s, so %.3g s are needed, and the point"
                            + " left time for %.3g s",
                        boundary,
                        update,
                        LEAST_UPDATES * update,
                        seconds));
            case EnergyReading.Counter(double begin, _, _) when !(end > begin) ->
                Measured.unavailable(
                    String.format(
                        Locale.ROOT,
                        "the counter of %s did not move in %.3g s",
                        boundary,
                        seconds));
            case EnergyReading.Counter(double begin, _, _) ->
                Measured.of(new Energy(end - begin, seconds, images, boundary));
          };
    };
  }
}
