// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tables that a study has besides its results, as far as its rows give them. */
final class StudyTables {
  private StudyTables() {}

  /**
   * The tables; each may be empty.
   *
   * @param members rows of the study
   * @param all rows of the whole report, for base lines
   */
  static List<HtmlTable> of(List<SummaryRow> members, List<SummaryRow> all) {
    return List.of(
        ladder(members, all),
        ways(members),
        distortion(members),
        updates(members),
        StartTable.of(members));
  }

  private static HtmlTable ladder(List<SummaryRow> members, List<SummaryRow> all) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("net", false));
    columns.add(new Column("batch", true));
    columns.add(new Column("device", false));
    columns.add(new Column("of measured peak", true));
    Arrays.stream(Ladder.Kind.values())
        .forEach(kind -> columns.add(new Column("× " + kind.title(), true)));
    HtmlTable table =
        new HtmlTable(
            "The ladder of base lines: times faster, and below it the base line's own share of its"
                + " measured peak",
            columns.toArray(Column[]::new));
    for (SummaryRow row : ResultTable.sorted(members)) {
      Ladder ladder = Ladder.of(row, all);
      if (ladder.rungs().stream().allMatch(rung -> rung.base().key().equals(row.key()))) {
        continue;
      }
      List<Cell> cells = new ArrayList<>(named(row));
      cells.add(Cell.of(Cells.share(row.shareOfPeak()), Cells.reason(row.shareOfPeak())));
      for (Ladder.Kind kind : Ladder.Kind.values()) {
        cells.add(ladder.isRung(kind) ? Cell.of("1") : rung(ladder.rung(kind)));
      }
      table.row("", cells);
    }
    return table;
  }

  private static Cell rung(Optional<Ladder.Rung> found) {
    return found
        .map(rung ->
            new Cell(
                Numbers.significant(rung.ratio().value()) + "×",
                Cells.interval(rung.ratio().interval(), Numbers::significant)
                    + ", at "
                    + Cells.share(rung.base().shareOfPeak())
                    + " of its peak",
                Cells.intervalMethod(rung.ratio().interval())))
        .orElse(Cell.of(Cells.NONE, "this run did not measure it on the same work"));
  }

  private static List<Cell> named(SummaryRow row) {
    GroupKey.Setup setup = row.key().setup();
    return List.of(
        new Cell(row.netName(), Numbers.si(row.key().forwardMacs(), "MAC"), row.key().net()),
        Cell.of(String.valueOf(row.key().batch())),
        new Cell(
            setup.deviceId(),
            setup.threads().isEmpty() ? "" : Numbers.counted(setup.threads(), "thread"),
            setup.deviceName()));
  }

  /** The same net in both ways of convolution, on the same device. */
  private static HtmlTable ways(List<SummaryRow> members) {
    HtmlTable table =
        new HtmlTable(
            "Convolution by the device's own kernels, and unrolled in memory with one matrix product"
                + " (im2col)",
            new Column("net", false),
            new Column("batch", true),
            new Column("device", false),
            new Column("pass", false),
            new Column("direct", true),
            new Column("unrolled", true),
            new Column("× unrolled over direct", true));
    for (SummaryRow unrolled : ResultTable.sorted(members)) {
      if (!unrolled.key().choice(Choices.CONVOLUTION, "").equals(Choices.UNROLLED)) {
        continue;
      }
      members.stream()
          .filter(row -> row.key().choice(Choices.CONVOLUTION, "").equals(Choices.DIRECT))
          .filter(row -> row.key().setup().equals(unrolled.key().setup()))
          .filter(row -> row.key().net().equals(unrolled.key().net()))
          .filter(row -> row.key().pass() == unrolled.key().pass())
          .filter(row -> row.key().batch() == unrolled.key().batch())
          .findFirst()
          .ifPresent(direct -> {
            Estimate gain = unrolled.over(direct);
            List<Cell> cells = new ArrayList<>(named(unrolled));
            cells.add(Cell.of(unrolled.key().pass().key()));
            cells.add(Cell.of(Numbers.seconds(direct.secondsPerImage().value())));
            cells.add(Cell.of(Numbers.seconds(unrolled.secondsPerImage().value())));
            cells.add(ratio(gain));
            table.row("", cells);
          });
    }
    return table;
  }

  private static Cell ratio(Estimate ratio) {
    return new Cell(
        Numbers.significant(ratio.value()) + "×",
        Cells.interval(ratio.interval(), Numbers::significant),
        Cells.intervalMethod(ratio.interval()));
  }

  /** Each device that draws, against the fastest CPU device that draws and sends. */
  private static HtmlTable distortion(List<SummaryRow> members) {
    HtmlTable table =
        new HtmlTable(
            "Distorted images: drawn by the device, or by the fastest CPU device and copied there",
            new Column("net", false),
            new Column("batch", true),
            new Column("device", false),
            new Column("drawn there", true),
            new Column("host that draws", false),
            new Column("drawn by the host", true),
            new Column("copied to the device", true),
            new Column("× device over host", true));
    for (SummaryRow drawn : ResultTable.sorted(members)) {
      Optional<SummaryRow> host =
          members.stream()
              .filter(row -> row.key().pass() == Pass.DISTORT && drawn.key().pass() == Pass.DISTORT)
              .filter(row -> row.key().setup().backend().startsWith("cpu"))
              .filter(row -> row.key().sameWork(drawn.key()))
              .filter(row -> row.key().setup().comparableWith(drawn.key().setup()))
              .min(Comparator.comparingDouble(row -> row.secondsPerImage().value()));
      Optional<SummaryRow> sent =
          members.stream()
              .filter(row -> row.key().pass() == Pass.UPLOAD)
              .filter(row -> row.key().setup().equals(drawn.key().setup()))
              .filter(row -> row.key().net().equals(drawn.key().net()))
              .filter(row -> row.key().batch() == drawn.key().batch())
              .findFirst();
      if (host.isEmpty() || sent.isEmpty()) {
        continue;
      }
      double byHost = host.get().secondsPerImage().value() + sent.get().secondsPerImage().value();
      List<Cell> cells = new ArrayList<>(named(drawn));
      cells.add(Cell.of(Numbers.rate(1 / drawn.secondsPerImage().value()) + " images/s"));
      cells.add(Cell.of(host.get().key().setup().deviceId()));
      cells.add(Cell.of(Numbers.rate(1 / host.get().secondsPerImage().value()) + " images/s"));
      cells.add(Cell.of(Numbers.rate(1 / sent.get().secondsPerImage().value()) + " images/s"));
      cells.add(Cell.of(Numbers.significant(byHost / drawn.secondsPerImage().value()) + "×"));
      table.row("", cells);
    }
    return table;
  }

  /** Every step changes every weight once: the measure of the MLP papers. */
  private static HtmlTable updates(List<SummaryRow> members) {
    HtmlTable table =
        new HtmlTable(
            "Weight updates per second",
            new Column("net", false),
            new Column("batch", true),
            new Column("device", false),
            new Column("weights", true),
            new Column("weight updates/s", true));
    boolean multilayer =
        members.stream().allMatch(row -> !row.key().net().contains("C"))
            && members.stream().anyMatch(row -> row.key().pass() == Pass.TRAIN_STEP);
    if (multilayer) {
      for (SummaryRow row : ResultTable.sorted(members)) {
        double steps = row.imagesPerSecond().value() / row.key().batch();
        List<Cell> cells = new ArrayList<>(named(row));
        cells.add(Cell.of(Numbers.count(row.key().weights())));
        cells.add(Cell.of(Numbers.si(steps * row.key().weights(), "")));
        table.row("", cells);
      }
    }
    return table;
  }
}
