// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The table of results: a line for each measurement, and one for each failure. */
final class ResultTable {

  private ResultTable() {}

  static HtmlTable of(String caption, List<SummaryRow> rows, List<FailureRecord> failures) {
    HtmlTable table =
        new HtmlTable(
            caption,
            new Column("device, backend", false),
            new Column("batch", true),
            new Column("time per image", true),
            new Column("images/s, interval", true),
            new Column("× scalar", true),
            new Column("of measured peak", true),
            new Column("error (NMSE)", true),
            new Column("images measured", true),
            new Column("math", false),
            new Column("record", false));
    String before = "";
    for (SummaryRow row : sorted(rows)) {
      GroupKey key = row.key();
      String work = key.net() + " " + key.pass();
      if (!work.equals(before)) {
        table.group(row.netName(), work(row));
        before = work;
      }
      table.row(row.throttled() ? "throttled" : "", cells(row));
    }
    if (!failures.isEmpty()) {
      table.group("Without a result", "");
    }
    for (FailureRecord failure : failures) {
      table.row("failure", cells(failure));
    }
    return table;
  }

  static List<SummaryRow> sorted(List<SummaryRow> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparingLong((SummaryRow r) -> r.key().forwardMacs())
                .thenComparing(r -> r.key().net())
                .thenComparing(r -> r.key().pass())
                .thenComparingInt(r -> r.key().batch())
                .thenComparing(
                    Comparator.comparingDouble((SummaryRow r) -> r.secondsPerImage().value())
                        .reversed()))
        .toList();
  }

  private static List<Cell> cells(SummaryRow row) {
    GroupKey key = row.key();
    GroupKey.Setup setup = key.setup();
    List<Cell> cells = new ArrayList<>();
    cells.add(
        new Cell(
            setup.deviceId(),
            setup.backend() + (setup.threads().isEmpty() ? "" : ", " + threads(setup.threads())),
            setup.deviceName() + " in " + setup.host()));
    cells.add(Cell.of(String.valueOf(key.batch())));
    cells.add(
        Cell.of(
            Numbers.seconds(row.secondsPerImage().value()),
            "median over " + Numbers.counted(row.secondsPerImage().processes(), "process")));
    cells.add(
        new Cell(
            Numbers.rate(row.imagesPerSecond().value()),
            Cells.interval(row.imagesPerSecond().interval(), Numbers::rate),
            Cells.intervalMethod(row.imagesPerSecond().interval())));
    cells.add(
        new Cell(
            Cells.times(row.overScalar()),
            setup.isScalar()
                ? ""
                : row.overScalar()
                    .flatMap(Estimate::interval)
                    .map(i -> Cells.interval(Measured.of(i), Numbers::significant))
                    .asOptional()
                    .orElse(""),
            Cells.reason(row.overScalar())));
    cells.add(
        new Cell(
            Cells.share(row.shareOfPeak()),
            row.abovePeak() ? "peak too low" : "",
            Cells.reason(row.shareOfPeak())));
    cells.add(
        Cell.of(
            Cells.value(row.error(), e -> Numbers.scientific(e.normalizedMeanSquareError())),
            errorHover(row)));
    cells.add(
        new Cell(
            Numbers.count(row.extent().measured()),
            remarks(row),
            Cells.extent(row.extent()) + " (" + row.extent().what() + ")"));
    cells.add(
        Cell.of(
            setup.mathMode(),
            "activations " + setup.storage() + ", deterministic " + setup.deterministic()));
    int records = row.records().size();
    cells.add(
        new Cell(
            shortened(row.records().getFirst().id()),
            records > 1 ? "and " + (records - 1) + " more" : "",
            String.join("\n", row.records().stream().map(r -> r.id()).toList())));
    return cells;
  }

  private static String work(SummaryRow row) {
    GroupKey key = row.key();
    return Numbers.si(key.forwardMacs(), "MAC")
        + ", "
        + Numbers.count(key.weights())
        + " weights, "
        + key.pass().key()
        + (key.zooName().isEmpty() ? "" : ", " + key.net());
  }

  /** The first part of a long id finds its line in the records; the whole one is in the CSV. */
  private static String shortened(String id) {
    return id.matches("[0-9a-f]{8}-[0-9a-f-]{27}") ? id.substring(0, 8) : id;
  }

  private static String threads(String count) {
    return Numbers.counted(count, "thread");
  }

  private static String errorHover(SummaryRow row) {
    return row.error()
        .map((Accuracy e) ->
            "largest relative error "
                + Numbers.scientific(e.largestRelativeError())
                + "; compared: "
                + e.compared())
        .asOptional()
        .orElse(Cells.reason(row.error()));
  }

  private static String remarks(SummaryRow row) {
    List<String> remarks = new ArrayList<>();
    if (row.extent().extrapolated()) {
      remarks.add("extrapolated to " + Numbers.count(row.extent().represented()));
    }
    if (!row.steady()) {
      remarks.add("not steady");
    }
    if (row.throttled()) {
      remarks.add(Cells.throttling(row.slowdowns()));
    }
    return String.join(", ", remarks);
  }

  private static String mode(FailureRecord failure) {
    return failure.mathMode().map(mode -> ", math " + mode).asOptional().orElse("");
  }

  private static List<Cell> cells(FailureRecord failure) {
    return List.of(
        new Cell(failure.device().id(), failure.device().backend(), failure.device().name()),
        new Cell(
            failure.failure().key()
                + ": "
                + failure.reason()
                + failure
                    .net()
                    .map(net -> " (" + net + mode(failure) + ")")
                    .asOptional()
                    .orElse(""),
            failure.remedy().map(remedy -> "remedy: " + remedy + "; ").asOptional().orElse("")
                + "record "
                + failure.id(),
            ""));
  }
}
