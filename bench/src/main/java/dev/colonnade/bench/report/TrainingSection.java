// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Markup;
import dev.colonnade.bench.report.plot.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The studies that train nets to the end: one part for each. */
final class TrainingSection {
  private final ReportInput input;

  TrainingSection(ReportInput input) {
    this.input = input;
  }

  void write(Markup page) {
    SequencedMap<String, List<TrainingRecord>> byStudy =
        input.trainings().stream()
            .collect(
                Collectors.groupingBy(
                    record -> record.work().study(), LinkedHashMap::new, Collectors.toList()));
    byStudy.forEach((id, records) -> {
      StudyInfo info = input.study(id);
      String anchor = "study-" + id.replaceAll("[^A-Za-z0-9-]", "-");
      page.open("section", "aria-labelledby", anchor).line();
      page.element("h2", info.title(), "id", anchor).line();
      page.element("p", info.question()).line();
      List<TrainingSummary> summaries = TrainingSummary.of(records, failures(id));
      HtmlTable errors = timeToError(summaries);
      if (!errors.isEmpty()) {
        errors.write(page);
        page.element(
            "p",
            "A run that did not come to the target is censored: it counts as slower than every run"
                + " that did, so the median is a bound where half of the runs or more are. Rates were"
                + " looked for by each run anew, with equal trials for every row; their time is not in"
                + " the time to the target, and neither are tests.");
      }
      HtmlTable columns = committee(records);
      if (!columns.isEmpty()) {
        columns.write(page);
      }
      page.close().line();
    });
  }

  private List<FailureRecord> failures(String study) {
    return input.failures().stream()
        .filter(failure -> failure.study().asOptional().filter(study::equals).isPresent())
        .toList();
  }

  private static HtmlTable timeToError(List<TrainingSummary> summaries) {
    HtmlTable table =
        new HtmlTable(
            "Time to the target",
            new Column("net", false),
            new Column("device", false),
            new Column("batch", true),
            new Column("math", false),
            new Column("target", true),
            new Column("runs", true),
            new Column("censored", true),
            new Column("median time to the target", true),
            new Column("epochs", true),
            new Column("rates taken", false),
            new Column("tuning of a run", true));
    for (TrainingSummary s : summaries) {
      if (s.pass() != Pass.TRAIN_TO_ERROR) {
        continue;
      }
      table.row(
          s.censored() == s.runs() ? "failure" : "",
          List.of(
              Cell.of(s.net(), s.data()),
              Cell.of(s.device()),
              Cell.of(String.valueOf(s.batch())),
              Cell.of(s.math()),
              Cell.of(Numbers.significant(s.targetPercent()) + " %"),
              Cell.of(String.valueOf(s.runs())),
              Cell.of(String.valueOf(s.censored()), String.join("\n", s.reasons())),
              new Cell(s.medianText(), s.rangeText(), s.intervalMethod()),
              Cell.of(s.epochsText()),
              Cell.of(s.ratesText()),
              Cell.of(s.tuningText())));
    }
    return table;
  }

  private static HtmlTable committee(List<TrainingRecord> records) {
    HtmlTable table =
        new HtmlTable(
            "Columns against test error and time",
            new Column("net", false),
            new Column("device", false),
            new Column("process", true),
            new Column("columns", true),
            new Column("error of the last column", true),
            new Column("error of all so far, averaged", true),
            new Column("training so far", true));
    for (TrainingRecord record : records) {
      if (record.work().pass() != Pass.COMMITTEE) {
        continue;
      }
      double seconds = 0;
      for (int c = 0; c < record.columns().size(); c++) {
        TrainingRecord.Column column = record.columns().get(c);
        seconds += column.seconds();
        List<Cell> cells = new ArrayList<>();
        cells.add(
            Cell.of(
                record.work().zooName().asOptional().orElse(record.work().net()),
                record.work().data()));
        cells.add(Cell.of(record.device().id()));
        cells.add(Cell.of(String.valueOf(record.run().processIndex() + 1)));
        cells.add(Cell.of(String.valueOf(c + 1)));
        cells.add(
            Cell.of(Numbers.significant(column.epochs().getLast().testErrorPercent()) + " %"));
        cells.add(Cell.of(Numbers.significant(record.committeeErrorPercent().get(c)) + " %"));
        cells.add(Cell.of(Numbers.seconds(seconds)));
        table.row("", cells);
      }
    }
    return table;
  }
}
