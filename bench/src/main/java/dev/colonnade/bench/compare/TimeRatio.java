// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.statistics.Interval;

/**
 * The times of one side over those of another, with its interval, on a logarithmic scale: so the
 * two ways round, and the ends of the margin, are mirror images of each other.
 *
 * @param log natural logarithm of the ratio
 * @param logInterval interval of that logarithm, or why there is none
 */
public record TimeRatio(double log, Measured<Interval> logInterval) {
  /**
   * Confidence of the intervals that decide: with 90 %, each of the two one-sided tests at the ends
   * of the margin errs in 5 % at most (Schuirmann 1987).
   */
  public static final double CONFIDENCE = 0.90;

  /** The ratio: 1.05 says that the second side takes 5 % more time. */
  public double value() {
    return Math.exp(log);
  }

  /** Interval of the ratio, or why there is none. */
  public Measured<Interval> interval() {
    return logInterval.map(
        i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), i.confidence(), i.method()));
  }

  /** The same with the sides exchanged. */
  public TimeRatio exchanged() {
    return new TimeRatio(
        -log, logInterval.map(i -> new Interval(-i.high(), -i.low(), i.confidence(), i.method())));
  }

  /**
   * Decides between the three hypotheses that the ratio lies below, within or above the margin, by
   * where the whole interval lies (Goeman, Solari and Stijnen 2010).
   *
   * @param margin relative difference that counts as the same, such as 0.02: ratios from 1 / 1.02
   *     to 1.02
   */
  public Verdict verdict(double margin) {
    double end = Math.log1p(margin);
    return logInterval
        .asOptional()
        .filter(interval -> interval.confidence() >= CONFIDENCE - 1e-9)
        .map(interval -> {
          if (interval.low() > end) {
            return Verdict.SLOWER;
          }
          if (interval.high() < -end) {
            return Verdict.FASTER;
          }
          return interval.low() >= -end && interval.high() <= end ? Verdict.SAME : Verdict.UNCLEAR;
        })
        .orElse(Verdict.UNCLEAR);
  }
}
