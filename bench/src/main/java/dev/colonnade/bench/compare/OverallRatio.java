// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.statistics.Interval;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The geometric mean of the ratios of all points, with an interval over processes.
 *
 * <p>Points that one process measured share its state, so the process is the unit: its value is the
 * mean of the logarithms of its points' times. Processes of one device with one size of team are a
 * stratum. The interval is Welch's over all strata, with Satterthwaite's degrees of freedom.
 */
final class OverallRatio {
  /**
   * Processes that measured the same points.
   *
   * @param points how many points each of them measured
   * @param a mean logarithm of the times of each process of the first side
   * @param b the same of the second side
   */
  record Stratum(int points, List<Double> a, List<Double> b) {
    /** Copies the lists. */
    Stratum {
      a = List.copyOf(a);
      b = List.copyOf(b);
    }
  }

  private OverallRatio() {}

  /**
   * Joins them, each weighted by its points.
   *
   * @param strata at least one, with at least one process on each side
   */
  static TimeRatio of(List<Stratum> strata) {
    double points = strata.stream().mapToInt(Stratum::points).sum();
    double log = 0;
    double variance = 0;
    double spread = 0;
    boolean single = false;
    for (Stratum stratum : strata) {
      double weight = stratum.points() / points;
      log += weight * (mean(stratum.b()) - mean(stratum.a()));
      single |= stratum.a().size() < 2 || stratum.b().size() < 2;
      double ofA = weight * weight * varianceOfMean(stratum.a());
      double ofB = weight * weight * varianceOfMean(stratum.b());
      // One sum of the two, so that exchanged sides give the same to the last bit.
      variance += ofA + ofB;
      spread +=
          ofA * ofA / Math.max(1, stratum.a().size() - 1)
              + ofB * ofB / Math.max(1, stratum.b().size() - 1);
    }
    if (single) {
      return new TimeRatio(
          log, Measured.unavailable("one process on a side; an interval needs two on each"));
    }
    if (!(variance > 0)) {
      return new TimeRatio(
          log, Measured.unavailable("the processes of a side do not differ at all; clocks do"));
    }
    double freedom = variance * variance / spread;
    double half =
        new TDistribution(freedom).inverseCumulativeProbability(1 - (1 - TimeRatio.CONFIDENCE) / 2)
            * Math.sqrt(variance);
    return new TimeRatio(
        log,
        Measured.of(
            new Interval(
                log - half, log + half, TimeRatio.CONFIDENCE, "Welch's t over processes")));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double varianceOfMean(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return squares / Math.max(1, values.size() - 1) / values.size();
  }
}
