// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.AffineFit;
import dev.colonnade.bench.statistics.PowerLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The shape of time against work: the affine fit, the exponent, and the local exponents. */
final class FitTable {

  private FitTable() {}

  static HtmlTable of(Picture picture) {
    HtmlTable table =
        new HtmlTable(
            "Fits over this study: t = t0 + MACs / rate, and t ~ MACs^e",
            new Column("series", false),
            new Column("points", true),
            new Column("t0", true),
            new Column("interval of t0", true),
            new Column("rate in forward MAC/s", true),
            new Column("interval of the rate", true),
            new Column("largest misfit", true),
            new Column("exponent e", true),
            new Column("interval of e", true),
            new Column("local exponents, smallest net first", false));
    picture
        .series()
        .forEach((label, rows) -> {
          if (rows.size() > 1) {
            table.row("", cells(label, rows));
          }
        });
    return table;
  }

  /** Exponent of time against MACs, or why there is none. */
  static Measured<PowerLaw> exponent(List<SummaryRow> rows) {
    return PowerLaw.of(macs(rows), seconds(rows));
  }

  private static List<Cell> cells(String label, List<SummaryRow> rows) {
    Measured<AffineFit> fit = AffineFit.of(macs(rows), seconds(rows));
    Measured<PowerLaw> power = exponent(rows);
    String why = Cells.reason(fit);
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(label));
    cells.add(Cell.of(String.valueOf(rows.size())));
    cells.add(Cell.of(Cells.value(fit, f -> Numbers.seconds(f.overheadSeconds())), why));
    cells.add(
        Cell.of(
            Cells.value(fit, f -> Cells.interval(f.overheadInterval(), Numbers::seconds)), why));
    cells.add(Cell.of(Cells.value(fit, f -> Numbers.si(f.macsPerSecond(), "")), why));
    cells.add(
        Cell.of(
            Cells.value(fit, f -> Cells.interval(f.rateInterval(), v -> Numbers.si(v, ""))),
            fit.map(f -> Cells.intervalMethod(f.rateInterval())).asOptional().orElse(why)));
    cells.add(Cell.of(Cells.value(fit, f -> Numbers.percent(f.largestRelativeResidual())), why));
    cells.add(
        Cell.of(Cells.value(power, p -> Numbers.significant(p.exponent())), Cells.reason(power)));
    cells.add(
        Cell.of(
            Cells.value(
                power, p -> Cells.interval(Measured.of(p.interval()), Numbers::significant)),
            Cells.reason(power)));
    cells.add(
        Cell.of(
            PowerLaw.local(macs(rows), seconds(rows)).stream()
                .map(l -> Numbers.significant(l.exponent()))
                .collect(Collectors.joining(" · "))));
    return cells;
  }

  private static double[] macs(List<SummaryRow> rows) {
    return rows.stream().mapToDouble(r -> r.key().forwardMacs()).toArray();
  }

  private static double[] seconds(List<SummaryRow> rows) {
    return rows.stream().mapToDouble(r -> r.secondsPerImage().value()).toArray();
  }
}
