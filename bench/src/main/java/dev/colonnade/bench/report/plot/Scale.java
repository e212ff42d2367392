// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A logarithmic axis: from values to the unit interval, with its ticks.
 *
 * @param low value at the start
 * @param high value at the end
 * @param format text of a tick
 */
public record Scale(double low, double high, DoubleFunction<String> format) {

  private static final double MARGIN_DECADES = 0.08;

  /** Checks the range. */
  public Scale {
    if (!(low > 0 && low < high)) {
      throw new IllegalArgumentException("an axis from " + low + " to " + high + " does not exist");
    }
  }

  /**
   * Returns a logarithmic axis that holds all values with a margin.
   *
   * @param values positive; if there are none the axis goes from 1 to 10
   */
  public static Scale logarithmic(double[] values, DoubleFunction<String> format) {
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (values.length == 0) {
      return new Scale(1, 10, format);
    }
    double decades = Math.log10(high / low);
    double margin = Math.max(decades * MARGIN_DECADES, decades < 0.5 ? (0.6 - decades) / 2 : 0.05);
    return new Scale(low / Math.pow(10, margin), high * Math.pow(10, margin), format);
  }

  /** Returns where the value lies, 0 at the start and 1 at the end. */
  public double position(double value) {
    return Math.log(value / low) / Math.log(high / low);
  }

  /**
   * Returns tick values, at most {@code most}: decades, or 1-2-5 steps where there are few decades.
   */
  public List<Double> ticks(int most) {
    List<List<Double>> candidates =
        List.of(
            steps(1, 1, 2, 3, 5, 7),
            steps(1, 1, 2, 5),
            steps(1, 1, 3),
            steps(1, 1),
            steps(2, 1),
            steps(3, 1),
            steps(6, 1));
    for (List<Double> ticks : candidates) {
      if (ticks.size() <= most && !ticks.isEmpty()) {
        return ticks;
      }
    }
    return candidates.getLast().stream().limit(most).toList();
  }

  private List<Double> steps(int decades, int... mantissas) {
    List<Double> ticks = new ArrayList<>();
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.ceil(Math.log10(high));
    for (int exponent = Math.floorDiv(first, decades) * decades;
        exponent <= last;
        exponent += decades) {
      for (int mantissa : mantissas) {
        double value = Double.parseDouble(mantissa + "e" + exponent);
        if (value >= low && value <= high) {
          ticks.add(value);
        }
      }
    }
    return ticks;
  }
}
