// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The answer of a comparison.
 *
 * @param a the first side
 * @param b the second, which is judged against the first
 * @param subjects what was allowed to differ
 * @param margin relative difference that counts as the same
 * @param refusals why nothing was compared; empty if it was
 * @param points the pairs, in the order of the first side
 * @param overall all points together, or why that cannot be said
 * @param drift what the sentinels say of the machine between the two
 * @param differences context that differs, a sentence each
 * @param notices what a reader must know besides, a sentence each
 */
public record Comparison(
    Side a,
    Side b,
    NavigableSet<String> subjects,
    double margin,
    List<Unlike> refusals,
    List<Point> points,
    Measured<Overall> overall,
    List<Drift> drift,
    List<String> differences,
    List<String> notices) {

  /**
   * A pair.
   *
   * @param a records of the first side
   * @param b records of the second
   * @param secondsA time per image on the first side, median over processes
   * @param secondsB the same on the second
   * @param ratio the second over the first
   * @param verdict what it allows to be said
   * @param why why the verdict is not the interval's own, or why the point is left out
   * @param leftOut whether the point is left out
   */
  public record Point(
      List<MeasurementRecord> a,
      List<MeasurementRecord> b,
      double secondsA,
      double secondsB,
      TimeRatio ratio,
      Verdict verdict,
      Optional<String> why,
      boolean leftOut) {
    /** A record that stands for the point. */
    public MeasurementRecord example() {
      return a.getFirst();
    }
  }

  /**
   * All points together.
   *
   * @param ratio geometric mean over the points
   * @param points how many there are in it
   * @param processesA processes of the first side
   * @param processesB processes of the second
   * @param verdict what can be said
   * @param why why the verdict is not the interval's own
   */
  public record Overall(
      TimeRatio ratio,
      int points,
      int processesA,
      int processesB,
      Verdict verdict,
      Optional<String> why) {}

  /** Copies the lists. */
  public Comparison {
    refusals = List.copyOf(refusals);
    points = List.copyOf(points);
    drift = List.copyOf(drift);
    differences = List.copyOf(differences);
    notices = List.copyOf(notices);
  }

  /** Whether the sides were found unlike, so that nothing was compared. */
  public boolean refused() {
    return !refusals.isEmpty();
  }

  /** The points that were compared. */
  public List<Point> compared() {
    return points.stream().filter(point -> !point.leftOut()).toList();
  }
}
