// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Timing;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Descriptive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a user waits before the first step is done, and after how many images a device with a
 * long start has overtaken one with a short start: the faster one is not the better one for less.
 */
final class StartTable {
  private StartTable() {}

  static HtmlTable of(List<SummaryRow> members) {
    HtmlTable table =
        new HtmlTable(
            "Time to the first step, and images after which a device has overtaken another",
            new Column("net", false),
            new Column("batch", true),
            new Column("device", false),
            new Column("time to the first step", true),
            new Column("time per image", true),
            new Column("has overtaken", false));
    Map<SummaryRow, Double> starts = new HashMap<>();
    Map<String, Double> process = processStarts(members);
    members.forEach(row -> seconds(row, process).ifPresent(start -> starts.put(row, start)));
    for (SummaryRow row : ResultTable.sorted(members)) {
      Double start = starts.get(row);
      if (start == null) {
        continue;
      }
      List<String> overtaken = new ArrayList<>();
      for (SummaryRow other : members) {
        Double before = starts.get(other);
        if (before != null
            && row.key().sameWork(other.key())
            && row.key().setup().comparableWith(other.key().setup())) {
          breakEven(start, row, before, other)
              .ifPresent(
                  images -> overtaken.add(name(other) + " after " + Numbers.count((long) images)));
        }
      }
      table.row(
          "",
          List.of(
              new Cell(row.netName(), row.key().pass().key(), row.key().net()),
              Cell.of(String.valueOf(row.key().batch())),
              Cell.of(name(row)),
              Cell.of(Numbers.seconds(start), "median over processes"),
              Cell.of(Numbers.seconds(row.secondsPerImage().value())),
              Cell.of(overtaken.isEmpty() ? Cells.NONE : String.join("; ", overtaken))));
    }
    return table;
  }

  /** Images from which on the one with the longer start is ahead; none if it is never. */
  static OptionalDouble breakEven(
      double start, SummaryRow row, double otherStart, SummaryRow other) {
    return breakEven(
        start, row.secondsPerImage().value(), otherStart, other.secondsPerImage().value());
  }

  /** The same, of times: n (other - time) = start - other's start. */
  static OptionalDouble breakEven(double start, double time, double otherStart, double otherTime) {
    return start > otherStart && time < otherTime
        ? OptionalDouble.of(Math.ceil((start - otherStart) / (otherTime - time)))
        : OptionalDouble.empty();
  }

  private static String name(SummaryRow row) {
    GroupKey.Setup setup = row.key().setup();
    return setup.deviceId()
        + (setup.threads().isEmpty() ? "" : ", " + Numbers.counted(setup.threads(), "thread"));
  }

  /** What a process does before any program, told by the first record of each: by process. */
  private static Map<String, Double> processStarts(List<SummaryRow> members) {
    Map<String, Double> starts = new HashMap<>();
    for (SummaryRow row : members) {
      for (MeasurementRecord record : row.records()) {
        Timing.FirstStep first = record.timing().firstStep();
        first
            .processStartNanos()
            .flatMap(start -> first.warmUpNanos().map(warm -> (start + warm) * 1e-9))
            .asOptional()
            .ifPresent(seconds -> starts.put(process(row, record), seconds));
      }
    }
    return starts;
  }

  private static String process(SummaryRow row, MeasurementRecord record) {
    return row.key().setup().deviceId()
        + " "
        + row.key().setup().threads()
        + " "
        + record.run().runId()
        + " "
        + record.run().processIndex();
  }

  private static Optional<Double> seconds(SummaryRow row, Map<String, Double> process) {
    List<Double> seconds = new ArrayList<>();
    for (MeasurementRecord record : row.records()) {
      Timing.FirstStep first = record.timing().firstStep();
      Double start = process.get(process(row, record));
      Measured<Double> own =
          first.compileNanos().flatMap(c -> first.firstStepNanos().map(f -> (c + f) * 1e-9));
      if (start != null && own instanceof Measured.Value<Double>(Double rest)) {
        seconds.add(start + rest);
      }
    }
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Descriptive.median(seconds.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
