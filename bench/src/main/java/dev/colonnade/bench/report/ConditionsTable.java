// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Energy;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Descriptive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A line for each device: the extremes of its conditions over all its measurements. */
final class ConditionsTable {
  private ConditionsTable() {}

  static HtmlTable of(List<MeasurementRecord> measurements) {
    HtmlTable table =
        new HtmlTable(
            "Conditions while measuring, lowest to highest reading; the last column is the energy"
                + " counter's, over the samples",
            new Column("device", false),
            new Column("readings", true),
            new Column("clock in MHz", true),
            new Column("memory clock in MHz", true),
            new Column("temperature in °C", true),
            new Column("power in W", true),
            new Column("throttling", false),
            new Column("mean power by energy", true));
    Map<String, List<MeasurementRecord>> byDevice =
        measurements.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.machine().hostId() + " " + r.device().id(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byDevice.values().forEach(records -> table.row("", cells(records)));
    return table;
  }

  private static List<Cell> cells(List<MeasurementRecord> records) {
    return List.of(
        new Cell(records.getFirst().device().id(), records.getFirst().machine().hostId(), ""),
        readings(records),
        range(
            records, Conditions::clockMegahertz, limit(records, Conditions::maximumClockMegahertz)),
        range(records, Conditions::memoryClockMegahertz, ""),
        range(records, Conditions::temperatureCelsius, ""),
        range(records, Conditions::powerWatts, limit(records, Conditions::powerLimitWatts)),
        throttling(records),
        power(records));
  }

  private static Cell readings(List<MeasurementRecord> records) {
    List<Integer> counts = values(records, conditions -> Measured.of(conditions.readings()));
    return counts.isEmpty()
        ? Cell.of(Cells.NONE, reason(records, conditions -> Measured.of(0)))
        : Cell.of(Numbers.count(counts.stream().mapToInt(Integer::intValue).sum()));
  }

  private static Cell range(
      List<MeasurementRecord> records,
      Function<Conditions, Measured<Conditions.Range>> field,
      String limit) {
    List<Conditions.Range> ranges = values(records, field);
    if (ranges.isEmpty()) {
      return Cell.of(Cells.NONE, reason(records, field));
    }
    String lowest =
        Numbers.significant(
            ranges.stream().mapToDouble(Conditions.Range::lowest).min().orElseThrow());
    String highest =
        Numbers.significant(
            ranges.stream().mapToDouble(Conditions.Range::highest).max().orElseThrow());
    return new Cell(lowest.equals(highest) ? lowest : lowest + " to " + highest, limit, "");
  }

  /** For the small line below a range. */
  private static String limit(
      List<MeasurementRecord> records, Function<Conditions, Measured<Double>> field) {
    List<Double> limits = values(records, field);
    return limits.isEmpty() ? "" : "of at most " + Numbers.significant(limits.getFirst());
  }

  private static Cell throttling(List<MeasurementRecord> records) {
    List<SortedMap<String, Integer>> counts = values(records, Conditions::throttling);
    if (counts.isEmpty()) {
      return Cell.of(Cells.NONE, reason(records, Conditions::throttling));
    }
    SortedMap<String, Integer> all = new TreeMap<>();
    counts.forEach(some -> some.forEach((reason, count) -> all.merge(reason, count, Integer::sum)));
    return all.isEmpty()
        ? Cell.of("none")
        : Cell.of(
            all.entrySet().stream()
                .map(e -> e.getKey() + " in " + Numbers.counted(e.getValue(), "reading"))
                .collect(Collectors.joining(", ")));
  }

  private static Cell power(List<MeasurementRecord> records) {
    List<Energy> measured =
        records.stream().flatMap(r -> r.energy().asOptional().stream()).toList();
    return measured.isEmpty()
        ? Cell.of(Cells.NONE, Cells.reason(records.getFirst().energy()))
        : new Cell(
            Numbers.significant(
                    Descriptive.median(measured.stream().mapToDouble(Energy::watts).toArray()))
                + " W",
            measured.getFirst().boundary(),
            "");
  }

  private static <T> List<T> values(
      List<MeasurementRecord> records, Function<Conditions, Measured<T>> field) {
    return records.stream()
        .flatMap(r -> r.conditions().flatMap(field).asOptional().stream())
        .toList();
  }

  private static <T> String reason(
      List<MeasurementRecord> records, Function<Conditions, Measured<T>> field) {
    return Cells.reason(records.getFirst().conditions().flatMap(field));
  }
}
