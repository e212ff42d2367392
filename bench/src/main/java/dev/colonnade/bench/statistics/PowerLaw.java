// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import dev.colonnade.bench.record.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * The fit {@code t = c x^e}, a straight line in the log-log picture. An exponent of time against
 * MACs below 1 says that the device fills up as the net grows.
 *
 * @param exponent e
 * @param interval 95 % interval of e, Student's, from the residuals
 * @param points number of points
 */
public record PowerLaw(double exponent, Interval interval, int points) {

  /**
   * The exponent between two neighbouring points.
   *
   * @param fromX smaller x
   * @param toX greater x
   * @param exponent log(y2/y1) / log(x2/x1)
   */
  public record LocalExponent(double fromX, double toX, double exponent) {}

  /**
   * Fits all points.
   *
   * @param x positive
   * @param y positive
   * @return the fit, or why there is none: fewer than three different x
   */
  public static Measured<PowerLaw> of(double[] x, double[] y) {
    requirePositive(x, y);
    if (Arrays.stream(x).distinct().count() < 3) {
      return Measured.unavailable("a fit needs at least three different amounts of work");
    }
    SimpleRegression regression = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      regression.addData(Math.log(x[i]), Math.log(y[i]));
    }
    double slope = regression.getSlope();
    double half = regression.getSlopeConfidenceInterval();
    return Measured.of(
        new PowerLaw(
            slope,
            new Interval(slope - half, slope + half, 0.95, "Student's t from the residuals"),
            x.length));
  }

  /** Returns the exponents between neighbours in order of x; equal x are joined by their median. */
  public static List<LocalExponent> local(double[] x, double[] y) {
    requirePositive(x, y);
    double[] distinct = Arrays.stream(x).distinct().sorted().toArray();
    double[] medians =
        Arrays.stream(distinct)
            .map(value ->
                Descriptive.median(
                    IntStream.range(0, x.length)
                        .filter(i -> x[i] == value)
                        .mapToDouble(i -> y[i])
                        .toArray()))
            .toArray();
    List<LocalExponent> exponents = new ArrayList<>();
    for (int i = 1; i < distinct.length; i++) {
      exponents.add(
          new LocalExponent(
              distinct[i - 1],
              distinct[i],
              Math.log(medians[i] / medians[i - 1]) / Math.log(distinct[i] / distinct[i - 1])));
    }
    return List.copyOf(exponents);
  }

  private static void requirePositive(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          x.length + " x with " + y.length + " y; equal counts are expected");
    }
    for (double[] values : new double[][] {x, y}) {
      for (double value : values) {
        if (!(value > 0 && Double.isFinite(value))) {
          throw new IllegalArgumentException(
              "a logarithm of " + value + " does not exist; positive finite numbers are expected");
        }
      }
    }
  }
}
