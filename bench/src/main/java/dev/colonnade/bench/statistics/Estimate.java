// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import dev.colonnade.bench.record.Measured;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A median over processes with its interval.
 *
 * <p>The unit is the process: samples within one share its memory layout, JIT decisions and clocks,
 * so their scatter says nothing about the next process (Georges, Buytaert and Eeckhout, OOPSLA
 * 2007; Kalibera and Jones, ISMM 2013).
 *
 * @param value the median over processes
 * @param interval its interval, or why there is none
 * @param processes number of processes
 */
public record Estimate(double value, Measured<Interval> interval, int processes) {

  /** Nominal confidence of the intervals. */
  public static final double CONFIDENCE = 0.95;

  /** From this many processes on the extremes cover the median with more than 95 %. */
  public static final int PROCESSES_FOR_BOOTSTRAP = 6;

  private static final int RESAMPLES = 9999;

  /**
   * Estimates the median of a quantity from one value for each process.
   *
   * <p>Six processes or more: percentile bootstrap, 9999 resamples, 95 %. Two to five: the range of
   * the values, which covers the median of a continuous quantity with probability 1 - 2^(1-n), and
   * that probability is what {@link Interval#confidence()} says. One: no interval.
   *
   * @param perProcess one positive value for each process
   * @param seed of the bootstrap; the same seed gives the same interval
   */
  public static Estimate overProcesses(double[] perProcess, long seed) {
    double median = Descriptive.median(perProcess);
    int n = perProcess.length;
    if (n == 1) {
      return new Estimate(
          median, Measured.unavailable("one process only; an interval needs at least two"), n);
    }
    if (n < PROCESSES_FOR_BOOTSTRAP) {
      double[] sorted = perProcess.clone();
      Arrays.sort(sorted);
      double coverage = 1 - Math.pow(2, 1 - n);
      return new Estimate(
          median,
          Measured.of(
              new Interval(
                  sorted[0],
                  sorted[n - 1],
                  coverage,
                  String.format(Locale.ROOT, "range of %d processes", n))),
          n);
    }
    double[] medians = new double[RESAMPLES];
    RandomGenerator random = generator(seed);
    for (int r = 0; r < RESAMPLES; r++) {
      medians[r] = resampledMedian(perProcess, random);
    }
    return new Estimate(median, Measured.of(percentile(medians, n)), n);
  }

  /**
   * Estimates the ratio of two medians, {@code numerator / denominator}, each side with its own
   * processes. With fewer than six on a side the interval is the widest that the two ranges allow.
   */
  public static Estimate ratio(double[] numerator, double[] denominator, long seed) {
    double ratio = Descriptive.median(numerator) / Descriptive.median(denominator);
    int fewer = Math.min(numerator.length, denominator.length);
    if (fewer >= PROCESSES_FOR_BOOTSTRAP) {
      double[] ratios = new double[RESAMPLES];
      RandomGenerator random = generator(seed);
      for (int r = 0; r < RESAMPLES; r++) {
        ratios[r] = resampledMedian(numerator, random) / resampledMedian(denominator, random);
      }
      return new Estimate(ratio, Measured.of(percentile(ratios, fewer)), fewer);
    }
    Estimate above = overProcesses(numerator, seed);
    Estimate below = overProcesses(denominator, seed);
    return new Estimate(
        ratio,
        above
            .interval()
            .flatMap(a ->
                below
                    .interval()
                    .map(b ->
                        new Interval(
                            a.low() / b.high(),
                            a.high() / b.low(),
                            a.confidence() * b.confidence(),
                            "extremes of both sides"))),
        fewer);
  }

  private static double resampledMedian(double[] values, RandomGenerator random) {
    double[] resample = new double[values.length];
    for (int i = 0; i < resample.length; i++) {
      resample[i] = values[random.nextInt(values.length)];
    }
    Arrays.sort(resample);
    int middle = resample.length / 2;
    return resample.length % 2 == 1
        ? resample[middle]
        : 0.5 * (resample[middle - 1] + resample[middle]);
  }

  private static Interval percentile(double[] resampled, int processes) {
    double tail = (1 - CONFIDENCE) / 2;
    return new Interval(
        Descriptive.quantile(resampled, tail),
        Descriptive.quantile(resampled, 1 - tail),
        CONFIDENCE,
        String.format(Locale.ROOT, "bootstrap over %d processes", processes));
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
