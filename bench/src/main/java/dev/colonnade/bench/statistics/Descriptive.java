// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import java.util.Arrays;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/** Location and spread of a list of numbers. The lists are never changed. */
public final class Descriptive {

  /** Makes the median absolute deviation of normal data equal its standard deviation. */
  private static final double NORMAL_CONSISTENCY = 1.482602218505602;

  private Descriptive() {}

  /** Returns the median; of an even count the mean of the two in the middle. */
  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /**
   * Returns the quantile by linear interpolation between order statistics (Hyndman and Fan's type
   * 7, as R, NumPy and Excel have it).
   *
   * @param p from 0 (the least value) to 1 (the greatest)
   */
  public static double quantile(double[] values, double p) {
    requireFinite(values);
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "the quantile " + p + " does not exist; 0 to 1 is expected");
    }
    if (p == 0) {
      return Arrays.stream(values).min().orElseThrow();
    }
    return new Percentile().withEstimationType(EstimationType.R_7).evaluate(values, p * 100);
  }

  /**
   * Returns the median absolute deviation from the median, times 1.4826, so that for normal data it
   * estimates the standard deviation.
   */
  public static double medianAbsoluteDeviation(double[] values) {
    double median = median(values);
    return NORMAL_CONSISTENCY
        * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
  }

  /**
   * Returns the geometric mean, the only mean of ratios that does not depend on which side is the
   * base (Fleming and Wallace, CACM 29(3), 1986).
   *
   * @param values positive numbers
   */
  public static double geometricMean(double[] values) {
    requireFinite(values);
    for (double value : values) {
      if (value <= 0) {
        throw new IllegalArgumentException(
            "the geometric mean of a list with " + value + " does not exist; positive is expected");
      }
    }
    return StatUtils.geometricMean(values);
  }

  static void requireFinite(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "an empty list has no statistics; give at least one value");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("the list holds " + value + "; finite is expected");
      }
    }
  }
}
