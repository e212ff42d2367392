// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.AffineFit;
import dev.colonnade.bench.statistics.Interval;
import dev.colonnade.bench.statistics.PowerLaw;
import dev.colonnade.bench.statistics.ProcessFits;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
            Cells.value(
                fit,
                f ->
                    Cells.interval(
                        interval(rows, AffineFit::overheadSeconds, f.overheadInterval()),
                        Numbers::seconds)),
            fit.map(f ->
                    Cells.intervalMethod(
                        interval(rows, AffineFit::overheadSeconds, f.overheadInterval())))
                .asOptional()
                .orElse(why)));
    cells.add(Cell.of(Cells.value(fit, f -> Numbers.si(f.macsPerSecond(), "")), why));
    cells.add(
        Cell.of(
            Cells.value(
                fit,
                f ->
                    Cells.interval(
                        interval(rows, AffineFit::macsPerSecond, f.rateInterval()),
                        v -> Numbers.si(v, ""))),
            fit.map(f ->
                    Cells.intervalMethod(
                        interval(rows, AffineFit::macsPerSecond, f.rateInterval())))
                .asOptional()
                .orElse(why)));
    cells.add(Cell.of(Cells.value(fit, f -> Numbers.percent(f.largestRelativeResidual())), why));
    cells.add(
        Cell.of(Cells.value(power, p -> Numbers.significant(p.exponent())), Cells.reason(power)));
    cells.add(
        Cell.of(
            Cells.value(power, p -> Cells.interval(exponents(rows, p), Numbers::significant)),
            power
                .map(p -> Cells.intervalMethod(exponents(rows, p)))
                .asOptional()
                .orElse(Cells.reason(power))));
    cells.add(
        Cell.of(
            PowerLaw.local(macs(rows), seconds(rows)).stream()
                .map(l -> Numbers.significant(l.exponent()))
                .collect(Collectors.joining(" · ")),
            localIntervals(rows)));
    return cells;
  }

  /** Over the processes' own fits; from the residuals where there is only one process. */
  private static Measured<Interval> interval(
      List<SummaryRow> rows, ToDoubleFunction<AffineFit> value, Measured<Interval> residuals) {
    Measured<Interval> over =
        ProcessFits.interval(
            macs(rows), byProcess(rows), (x, y) -> AffineFit.of(x, y).map(value::applyAsDouble));
    return over instanceof Measured.Value<Interval> ? over : residuals;
  }

  private static Measured<Interval> exponents(List<SummaryRow> rows, PowerLaw power) {
    Measured<Interval> over =
        ProcessFits.interval(
            macs(rows), byProcess(rows), (x, y) -> PowerLaw.of(x, y).map(PowerLaw::exponent));
    return over instanceof Measured.Value<Interval> ? over : Measured.of(power.interval());
  }

  /** For the text under the pointer: the interval of each local exponent. */
  private static String localIntervals(List<SummaryRow> rows) {
    int count = PowerLaw.local(macs(rows), seconds(rows)).size();
    return IntStream.range(0, count)
        .mapToObj(i ->
            Cells.interval(
                ProcessFits.interval(
                    macs(rows),
                    byProcess(rows),
                    (x, y) -> Measured.of(PowerLaw.local(x, y).get(i).exponent())),
                Numbers::significant))
        .collect(Collectors.joining(" · "));
  }

  private static List<SortedMap<Integer, Double>> byProcess(List<SummaryRow> rows) {
    return rows.stream().map(SummaryRow::byProcess).toList();
  }

  private static double[] macs(List<SummaryRow> rows) {
    return rows.stream().mapToDouble(r -> r.key().forwardMacs()).toArray();
  }

  private static double[] seconds(List<SummaryRow> rows) {
    return rows.stream().mapToDouble(r -> r.secondsPerImage().value()).toArray();
  }
}
