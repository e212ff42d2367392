// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import dev.colonnade.bench.record.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Intervals of what is fitted over several points, over processes: each process measured all points
 * and gives a fit of its own, and these fits are what is resampled. So what a process has in common
 * at all its points (its memory layout, its JIT's decisions) stays together.
 */
public final class ProcessFits {
  private static final long SEED = 2011;

  private ProcessFits() {}

  /**
   * The interval over the processes that measured every point, as {@link Estimate#overProcesses}
   * makes it.
   *
   * @param x of each point
   * @param y at each point, by process
   * @param fit what is fitted to one process's points
   * @return the interval, or why there is none: fewer than two processes, or one without a fit
   */
  public static Measured<Interval> interval(
      double[] x,
      List<SortedMap<Integer, Double>> y,
      BiFunction<double[], double[], Measured<Double>> fit) {
    Set<Integer> common = new TreeSet<>(y.isEmpty() ? Set.of() : y.getFirst().keySet());
    y.forEach(point -> common.retainAll(point.keySet()));
    if (common.size() < 2) {
      return Measured.unavailable("fewer than two processes measured every point");
    }
    List<Double> fitted = new ArrayList<>();
    for (int process : common) {
      double[] own =
          y.stream().mapToDouble(point -> point.getOrDefault(process, Double.NaN)).toArray();
      if (!(fit.apply(x, own) instanceof Measured.Value<Double>(Double value))) {
        return Measured.unavailable("the points of a process give no fit");
      }
      fitted.add(value);
    }
    return Estimate.overProcesses(fitted.stream().mapToDouble(Double::doubleValue).toArray(), SEED)
        .interval();
  }
}
