// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A comparison as one JSON object; what is absent says why, as in records. */
public final class ComparisonJson {
  /** Version of the form. */
  public static final String SCHEMA = "colonnade-comparison/1";

  private ComparisonJson() {}

  /** Returns the object on one line. */
  public static String of(Comparison comparison) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schema", SCHEMA);
    fields.put("status", comparison.refused() ? "refused" : "compared");
    fields.put("a", side(comparison.a()));
    fields.put("b", side(comparison.b()));
    fields.put("vary", List.copyOf(comparison.subjects()));
    fields.put("margin", comparison.margin());
    fields.put("refusals", comparison.refusals());
    fields.put("overall", orReason(comparison.overall().map(ComparisonJson::overall)));
    fields.put("points", comparison.points().stream().map(ComparisonJson::point).toList());
    List<Object> drift = new ArrayList<>();
    comparison
        .drift()
        .forEach(d ->
            drift.add(
                ordered(
                    "device",
                    d.device(),
                    "quantity",
                    d.quantity(),
                    "ratio",
                    d.ratio(),
                    "decides",
                    d.decides())));
    fields.put("sentinel", drift);
    fields.put("differences", comparison.differences());
    fields.put("notices", comparison.notices());
    return JsonMapper.builder().build().writeValueAsString(fields);
  }

  private static Map<String, Object> side(Side side) {
    return ordered(
        "source",
        side.label(),
        "runs",
        side.records().stream().map(r -> r.run().runId()).distinct().toList(),
        "commits",
        side.records().stream().map(r -> r.run().commit().describe()).distinct().toList(),
        "devices",
        side.records().stream().map(r -> r.device().id()).distinct().toList(),
        "measurements",
        side.records().size());
  }

  private static Map<String, Object> overall(Comparison.Overall overall) {
    Map<String, Object> fields = ordered("verdict", overall.verdict());
    fields.putAll(ratio(overall.ratio()));
    fields.put("points", overall.points());
    fields.put("processes", List.of(overall.processesA(), overall.processesB()));
    overall.why().ifPresent(why -> fields.put("why", why));
    return fields;
  }

  private static Map<String, Object> point(Comparison.Point point) {
    MeasurementRecord record = point.example();
    Map<String, Object> fields =
        ordered(
            "study",
            record.workload().study(),
            "variables",
            record.workload().variables(),
            "net",
            record.workload().net(),
            "pass",
            record.workload().pass().key(),
            "batch",
            record.workload().batch(),
            "mathMode",
            record.workload().mathMode(),
            "devices",
            List.of(point.a().getFirst().device().id(), point.b().getFirst().device().id()),
            "secondsPerImage",
            List.of(point.secondsA(), point.secondsB()),
            "verdict",
            point.leftOut() ? "left-out" : point.verdict().name());
    fields.putAll(ratio(point.ratio()));
    point.why().ifPresent(why -> fields.put("why", why));
    fields.put("recordsA", ids(point.a()));
    fields.put("recordsB", ids(point.b()));
    return fields;
  }

  private static List<String> ids(List<MeasurementRecord> records) {
    return records.stream().map(BenchmarkRecord::id).toList();
  }

  private static Map<String, Object> ratio(TimeRatio ratio) {
    return ordered(
        "ratio",
        ratio.value(),
        "interval",
        orReason(ratio.interval().map(ComparisonJson::interval)));
  }

  private static Map<String, Object> interval(Interval interval) {
    return ordered(
        "low",
        interval.low(),
        "high",
        interval.high(),
        "confidence",
        Double.valueOf(String.format(Locale.ROOT, "%.4f", interval.confidence())),
        "method",
        interval.method());
  }

  private static Object orReason(Measured<? extends Object> value) {
    return switch (value) {
      case Measured.Value<?>(Object held) -> held;
      case Measured.Unavailable<?>(String reason) -> Map.of("unavailable", reason);
    };
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
