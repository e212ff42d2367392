// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import dev.colonnade.bench.record.Measured;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/**
 * The fit {@code t = t0 + MACs / rate}: a fixed cost for each image and a rate at which the device
 * works once it is full.
 *
 * <p>Least squares of the relative error, since clocks err by a share of what they measure: over
 * three decades of work plain least squares would see the largest net only. Intervals are
 * Student's, from the residuals, so they hold the misfit of the straight line too.
 *
 * @param overheadSeconds t0 in s per image; may be negative, which says that a line is the wrong
 *     shape
 * @param macsPerSecond the rate in MAC/s
 * @param overheadInterval 95 % interval of t0, or why there is none
 * @param rateInterval 95 % interval of the rate, or why there is none
 * @param largestRelativeResidual greatest |fitted - measured| / measured
 * @param points number of points
 */
public record AffineFit(
    double overheadSeconds,
    double macsPerSecond,
    Measured<Interval> overheadInterval,
    Measured<Interval> rateInterval,
    double largestRelativeResidual,
    int points) {

  private static final int PARAMETERS = 2;

  /**
   * Fits the line.
   *
   * @param macs work per image at each point, positive
   * @param seconds time per image at each point, positive
   * @return the fit, or why there is none: fewer than three different amounts of work, or a time
   *     that does not grow with work
   */
  public static Measured<AffineFit> of(double[] macs, double[] seconds) {
    if (macs.length != seconds.length) {
      throw new IllegalArgumentException(
          macs.length
              + " amounts of work with "
              + seconds.length
              + " times; equal counts expected");
    }
    if (Arrays.stream(macs).distinct().count() <= PARAMETERS) {
      return Measured.unavailable("a fit needs at least three different amounts of work");
    }
    Descriptive.requireFinite(macs);
    Descriptive.requireFinite(seconds);
    int n = macs.length;
    double scale = Descriptive.median(macs);
    double[][] rows = new double[n][];
    double[] ones = new double[n];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[] {1 / seconds[i], macs[i] / scale / seconds[i]};
      ones[i] = 1;
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(ones, rows);
    double[] coefficients;
    double[] errors;
    double[] residuals;
    try {
      coefficients = regression.estimateRegressionParameters();
      errors = regression.estimateRegressionParametersStandardErrors();
      residuals = regression.estimateResiduals();
    } catch (MathRuntimeException e) {
      return Measured.unavailable("the points do not determine a line: " + e.getMessage());
    }
    double secondsPerMac = coefficients[1] / scale;
    if (!(secondsPerMac > 0)) {
      return Measured.unavailable("the time does not grow with the work");
    }
    double t = new TDistribution(n - PARAMETERS).inverseCumulativeProbability(0.975);
    double low = (coefficients[1] - t * errors[1]) / scale;
    double high = (coefficients[1] + t * errors[1]) / scale;
    return Measured.of(
        new AffineFit(
            coefficients[0],
            1 / secondsPerMac,
            Measured.of(interval(coefficients[0] - t * errors[0], coefficients[0] + t * errors[0])),
            low > 0
                ? Measured.of(interval(1 / high, 1 / low))
                : Measured.unavailable("the points are too few or too scattered to bound the rate"),
            Arrays.stream(residuals).map(Math::abs).max().orElseThrow(),
            n));
  }

  /** Returns the fitted time per image in s. */
  public double secondsFor(double macs) {
    return overheadSeconds + macs / macsPerSecond;
  }

  private static Interval interval(double low, double high) {
    return new Interval(low, high, 0.95, "Student's t from the residuals");
  }
}
