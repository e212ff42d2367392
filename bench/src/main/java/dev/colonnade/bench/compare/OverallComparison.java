// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.statistics.Descriptive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Joins the points that were compared to one answer. */
final class OverallComparison {
  private final List<Comparison.Point> points;
  private final List<Drift> drift;
  private final double margin;

  OverallComparison(List<Comparison.Point> points, List<Drift> drift, double margin) {
    this.points = List.copyOf(points);
    this.drift = List.copyOf(drift);
    this.margin = margin;
  }

  Measured<Comparison.Overall> judge() {
    if (points.isEmpty()) {
      return Measured.unavailable("no point could be compared");
    }
    List<OverallRatio.Stratum> strata = new ArrayList<>();
    int a = 0;
    int b = 0;
    for (List<Comparison.Point> members : strata()) {
      OverallRatio.Stratum stratum =
          new OverallRatio.Stratum(
              members.size(),
              means(members.stream().map(Comparison.Point::a).toList()),
              means(members.stream().map(Comparison.Point::b).toList()));
      strata.add(stratum);
      a += stratum.a().size();
      b += stratum.b().size();
    }
    TimeRatio ratio = OverallRatio.of(strata);
    Verdict verdict = ratio.verdict(margin);
    Optional<String> why = Optional.empty();
    if (verdict == Verdict.FASTER || verdict == Verdict.SLOWER) {
      why = Drift.objection(drift, ratio.log(), margin);
      verdict = why.isPresent() ? Verdict.UNCLEAR : verdict;
    }
    return Measured.of(new Comparison.Overall(ratio, points.size(), a, b, verdict, why));
  }

  /**
   * Points that the same processes measured on both sides: of one device, with one size of team,
   * and with one number of processes, since studies may have different ones.
   */
  private List<List<Comparison.Point>> strata() {
    Map<List<Object>, List<Comparison.Point>> strata = new LinkedHashMap<>();
    for (Comparison.Point point : points) {
      strata
          .computeIfAbsent(
              List.of(
                  point.a().getFirst().device().id(),
                  point.b().getFirst().device().id(),
                  point.example().device().threads().describe(),
                  processes(point.a()),
                  processes(point.b())),
              key -> new ArrayList<>())
          .add(point);
    }
    return List.copyOf(strata.values());
  }

  private static Set<String> processes(List<MeasurementRecord> records) {
    return Set.copyOf(Comparer.byProcess(records).keySet());
  }

  /** For each process the mean of the logarithms of its points' times. */
  private static List<Double> means(List<List<MeasurementRecord>> points) {
    Map<String, Double> sums = new HashMap<>();
    points.forEach(records ->
        Comparer.byProcess(records)
            .forEach((process, samples) ->
                sums.merge(process, Math.log(Descriptive.median(samples)), Double::sum)));
    return sums.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> e.getValue() / points.size())
        .toList();
  }
}
