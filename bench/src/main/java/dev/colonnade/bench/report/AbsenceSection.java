// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Absence;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Markup;
import dev.colonnade.bench.report.plot.Numbers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every field that some record leaves without a value, with the reasons. */
final class AbsenceSection {

  private final List<BenchmarkRecord> records;

  AbsenceSection(List<BenchmarkRecord> records) {
    this.records = records;
  }

  void write(Markup page) {
    page.element("h2", "Fields without a value", "id", "absent").line();
    Map<String, Map<String, TreeSet<String>>> devices = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (BenchmarkRecord record : records) {
      for (Absence absence : Absence.of(record)) {
        devices
            .computeIfAbsent(absence.field(), f -> new TreeMap<>())
            .computeIfAbsent(absence.reason(), r -> new TreeSet<>())
            .add(record.device().id());
        counts.merge(absence.field() + "\0" + absence.reason(), 1, Integer::sum);
      }
    }
    if (devices.isEmpty()) {
      page.element("p", records.isEmpty() ? "There are no records." : "None: all are filled.");
      return;
    }
    HtmlTable table =
        new HtmlTable(
            "Field of the record, why it holds no value, and where",
            new Column("field", false),
            new Column("reason", false),
            new Column("devices", false),
            new Column("records", true));
    devices.forEach((field, reasons) ->
        reasons.forEach((reason, ids) ->
            table.row(
                "",
                List.of(
                    Cell.of(field),
                    Cell.of(reason),
                    Cell.of(String.join(", ", ids)),
                    Cell.of(Numbers.count(counts.getOrDefault(field + "\0" + reason, 0)))))));
    table.write(page);
  }
}
