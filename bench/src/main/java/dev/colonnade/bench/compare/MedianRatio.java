// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.statistics.Descriptive;
import dev.colonnade.bench.statistics.Interval;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The ratio of the medians of two sets of processes at one point.
 *
 * <p>Six processes or more on both sides: percentile bootstrap, each side resampled by processes
 * (Kalibera and Jones, ISMM 2013). Fewer: the interval that the exact distribution of Mann and
 * Whitney's U allows for a ratio of scales, which ends at two of the ratios of single processes
 * (Hodges and Lehmann 1963); with three on each side these are the extremes, and cover with 90 %.
 */
public final class MedianRatio {
  /** From so many processes on each side the medians are resampled. */
  static final int PROCESSES_FOR_BOOTSTRAP = 6;

  private static final int RESAMPLES = 9999;
  private static final long SEED = 2011;
  private static final double TAIL = (1 - TimeRatio.CONFIDENCE) / 2;

  private MedianRatio() {}

  /**
   * Compares.
   *
   * @param a one positive time for each process of the first side, in any order
   * @param b as many or more or fewer of the second
   * @return times of b over times of a; exchanged sides give exactly the reciprocal
   */
  public static TimeRatio of(double[] a, double[] b) {
    double[] first = sortedLogarithms(a);
    double[] second = sortedLogarithms(b);
    // One order for both ways round: resampling then gives mirror images, not just about.
    return Arrays.compare(first, second) <= 0
        ? ordered(first, second)
        : ordered(second, first).exchanged();
  }

  private static TimeRatio ordered(double[] a, double[] b) {
    double log = Descriptive.median(b) - Descriptive.median(a);
    return new TimeRatio(
        log,
        Math.min(a.length, b.length) < PROCESSES_FOR_BOOTSTRAP ? exact(a, b) : bootstrap(a, b));
  }

  private static double[] sortedLogarithms(double[] times) {
    if (times.length == 0) {
      throw new IllegalArgumentException("a side without a process has no time; one is needed");
    }
    return Arrays.stream(times).map(Math::log).sorted().toArray();
  }

  private static Measured<Interval> bootstrap(double[] a, double[] b) {
    double[] differences = new double[RESAMPLES];
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    for (int r = 0; r < RESAMPLES; r++) {
      differences[r] = -resampledMedian(a, random) + resampledMedian(b, random);
    }
    return Measured.of(
        new Interval(
            Descriptive.quantile(differences, TAIL),
            Descriptive.quantile(differences, 1 - TAIL),
            TimeRatio.CONFIDENCE,
            String.format(Locale.ROOT, "bootstrap over %d and %d processes", a.length, b.length)));
  }

  private static double resampledMedian(double[] sorted, RandomGenerator random) {
    int n = sorted.length;
    int[] places = new int[n];
    for (int i = 0; i < n; i++) {
      places[i] = random.nextInt(n);
    }
    Arrays.sort(places);
    return n % 2 == 1
        ? sorted[places[n / 2]]
        : 0.5 * (sorted[places[n / 2 - 1]] + sorted[places[n / 2]]);
  }

  private static Measured<Interval> exact(double[] a, double[] b) {
    int pairs = a.length * b.length;
    if (pairs == 1) {
      return Measured.unavailable("one process on each side; an interval needs two on one of them");
    }
    double[] differences = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      differences[i] = b[i % b.length] - a[i / b.length];
    }
    Arrays.sort(differences);
    double[] below = MannWhitney.distribution(a.length, b.length);
    int inside = 0; // So many differences at each end lie outside.
    while (2 * (inside + 1) < pairs && below[inside + 1] <= TAIL + 1e-12) {
      inside++;
    }
    return Measured.of(
        new Interval(
            differences[inside],
            differences[pairs - 1 - inside],
            1 - 2 * below[inside],
            String.format(
                Locale.ROOT,
                "ratios of single processes, %d and %d (Mann-Whitney)",
                a.length,
                b.length)));
  }
}
