// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Extent;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Estimate;
import dev.colonnade.bench.statistics.Interval;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Texts of the tables' cells, the same on the page and in the terminal. */
final class Cells {

  /**
   * Stands where there is no value; the reason is in the cell's title and in the list of fields.
   */
  static final String NONE = "–";

  private Cells() {}

  static String interval(Measured<Interval> interval, DoubleFunction<String> format) {
    return interval
        .map(i -> "[" + format.apply(i.low()) + ", " + format.apply(i.high()) + "]")
        .asOptional()
        .orElse(NONE);
  }

  static String intervalMethod(Measured<Interval> interval) {
    return switch (interval) {
      case Measured.Value<Interval>(Interval i) ->
          String.format(
              Locale.ROOT, "%s, covers with %s", i.method(), Numbers.percent(i.confidence()));
      case Measured.Unavailable<Interval>(String reason) -> reason;
    };
  }

  static String times(Measured<Estimate> ratio) {
    return ratio.map(r -> Numbers.significant(r.value()) + "×").asOptional().orElse(NONE);
  }

  static String share(Measured<Double> share) {
    return share.map(Numbers::percent).asOptional().orElse(NONE);
  }

  static String extent(Extent extent) {
    return extent.extrapolated()
        ? "extrapolated, n="
            + Numbers.count(extent.measured())
            + " of "
            + Numbers.count(extent.represented())
        : "measured, n=" + Numbers.count(extent.measured());
  }

  /** For example {@code throttled: power-cap (7 readings)}; nothing if it was not. */
  static String throttling(SortedMap<String, Integer> slowdowns) {
    return slowdowns.entrySet().stream()
        .map(e -> e.getKey() + " (" + Numbers.counted(e.getValue(), "reading") + ")")
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "),
                reasons -> reasons.isEmpty() ? "" : "throttled: " + reasons));
  }

  /** Returns a value, or the dash for none. */
  static <T> String value(Measured<T> value, Function<T, String> format) {
    return value.map(format).asOptional().orElse(NONE);
  }

  /** Returns the reason of an absence, or nothing. */
  static String reason(Measured<?> value) {
    return value instanceof Measured.Unavailable<?>(String reason) ? reason : "";
  }
}
