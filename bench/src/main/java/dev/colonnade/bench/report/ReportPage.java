// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.report.plot.Markup;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.report.plot.Plot;
import dev.colonnade.bench.report.plot.SvgPlot;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Lays out the page: the first picture, its table, the other studies, and what stands behind. */
final class ReportPage {

  private final ReportInput input;
  private final String css;
  private final String csvName;
  private final List<SummaryRow> rows;
  private final SequencedMap<String, List<SummaryRow>> byStudy;
  private final Styles styles = new Styles();
  private final Markup page = new Markup();

  ReportPage(ReportInput input, String css, String csvName) {
    this.input = input;
    this.css = css;
    this.csvName = csvName;
    this.rows = SummaryRow.of(input.measurements());
    this.byStudy =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.key().study(), LinkedHashMap::new, Collectors.toList()));
  }

  String html() {
    page.open("html", "lang", "en").line().open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.empty("meta", "name", "generator", "content", "Colonnade").line();
    page.element("title", "Colonnade: time per image against work").line();
    page.style(css).line().close().line().open("body").line();
    header();
    page.open("main").line();
    if (rows.isEmpty() && !input.trainings().isEmpty()) {
      failuresAlone();
    } else if (rows.isEmpty()) {
      page.element(
          "p",
          "No measurement is in these records, so there is no picture and no table of times.",
          "class",
          "warn");
      failuresAlone();
    } else {
      studies();
    }
    new TrainingSection(input).write(page);
    if (!input.records().isEmpty()) {
      new EnvironmentSection(input).write(page);
    }
    new MethodSection(input, rows).write(page);
    new AbsenceSection(input.records()).write(page);
    published();
    page.close().line().close().line().close();
    return "<!DOCTYPE html>\n" + page + "\n";
  }

  private void header() {
    page.open("header").line();
    page.element("h1", "Time per image against work, by device").line();
    List<String> runs = input.records().stream().map(r -> r.run().runId()).distinct().toList();
    page.open("p", "class", "soft");
    page.text(
        input.records().isEmpty()
            ? "No records."
            : Numbers.counted(input.records().size(), "record")
                + ", "
                + Numbers.count(input.measurements().size())
                + " of them measurements, of "
                + Numbers.counted(devices(), "device")
                + "; "
                + Numbers.plural(String.valueOf(runs.size()), "run")
                + " "
                + joined(runs)
                + ", preset "
                + joined(input.records().stream().map(r -> r.run().preset()).distinct().toList())
                + ", begun "
                + input.records().stream()
                    .map(r -> r.run().startedAt())
                    .min(Comparator.naturalOrder())
                    .orElseThrow()
                    .truncatedTo(ChronoUnit.SECONDS)
                + "; Colonnade "
                + joined(input.records().stream().map(r -> r.run().version()).distinct().toList())
                + ", commit "
                + joined(
                    input.records().stream()
                        .map(r -> SeriesLabels.shortened(r.run().commit().describe()))
                        .distinct()
                        .toList())
                + ". The same numbers as CSV: ");
    if (!input.records().isEmpty()) {
      page.element("a", csvName, "href", csvName).text(".");
    }
    page.close().line();
    for (String notice : input.notices()) {
      page.element("p", notice, "class", "warn").line();
    }
    page.close().line();
  }

  private long devices() {
    return input.records().stream()
        .map(r -> r.machine().hostId() + " " + r.device().id())
        .distinct()
        .count();
  }

  private static String joined(List<String> values) {
    return String.join(", ", values);
  }

  private void studies() {
    String first = firstStudy();
    contents(first);
    study(first, byStudy.getOrDefault(first, List.of()), true);
    byStudy.forEach((id, members) -> {
      if (!id.equals(first)) {
        study(id, members, false);
      }
    });
  }

  private void contents(String first) {
    page.open("nav", "aria-label", "Contents").open("ul");
    List<String> ids = new ArrayList<>(byStudy.keySet());
    ids.sort(Comparator.comparing(id -> !id.equals(first)));
    for (String id : ids) {
      page.open("li").element("a", input.study(id).title(), "href", "#" + anchor(id)).close();
    }
    Map<String, String> rest = new LinkedHashMap<>();
    rest.put("machines", "Machines");
    rest.put("method", "Method");
    rest.put("limits", "What may not be concluded");
    rest.put("absent", "Fields without a value");
    rest.forEach((id, title) -> page.open("li").element("a", title, "href", "#" + id).close());
    page.close().close().line();
  }

  /** The maps study opens the page; without it, the study that spans the most work does. */
  private String firstStudy() {
    if (byStudy.containsKey("maps")) {
      return "maps";
    }
    return byStudy.entrySet().stream()
        .max(
            Comparator.comparingLong(
                e -> e.getValue().stream().map(r -> r.key().forwardMacs()).distinct().count()))
        .orElseThrow()
        .getKey();
  }

  private void study(String id, List<SummaryRow> members, boolean first) {
    StudyInfo info = input.study(id);
    page.open("section", "aria-labelledby", anchor(id)).line();
    page.element("h2", info.title(), "id", anchor(id)).line();
    if (!info.question().isEmpty()) {
      page.element("p", info.question()).line();
    }
    List<Picture> pictures = pictures(info, members);
    for (Picture picture : pictures) {
      figure(picture.plot());
      if (picture.across() == Picture.Across.MACS) {
        headlines(picture);
      }
    }
    List<FailureRecord> failures =
        input.failures().stream()
            .filter(f ->
                f.study()
                    .asOptional()
                    .map(s -> s.equals(id) || (first && !byStudy.containsKey(s)))
                    .orElse(first))
            .toList();
    ResultTable.of("Results of the study " + id, members, failures).write(page);
    for (Picture picture : pictures) {
      if (picture.across() == Picture.Across.MACS) {
        writeUnlessEmpty(FitTable.of(picture));
      }
    }
    StudyTables.of(members, rows).forEach(this::writeUnlessEmpty);
    page.close().line();
  }

  private void writeUnlessEmpty(HtmlTable table) {
    if (!table.isEmpty()) {
      table.write(page);
    }
  }

  /** One for each pass: what covers different things has no place on one axis of time. */
  private List<Picture> pictures(StudyInfo info, List<SummaryRow> members) {
    List<Picture> pictures = new ArrayList<>();
    members.stream()
        .collect(
            Collectors.groupingBy(r -> r.key().pass(), LinkedHashMap::new, Collectors.toList()))
        .forEach((pass, ofPass) ->
            pictures.add(
                new Picture(
                    anchor(info.id()) + "-plot" + (pictures.isEmpty() ? "" : pictures.size() + 1),
                    info.title() + (pictures.isEmpty() ? "" : ": " + pass.description()),
                    ofPass,
                    input.references().stream().filter(r -> r.study().equals(info.id())).toList(),
                    styles,
                    info.drawing())));
    return pictures;
  }

  /** What the records' sentinels hold; ours measure no arithmetic but the matrix product. */
  private String measuredPeak() {
    boolean fma =
        input.measurements().stream()
            .anyMatch(r -> r.sentinel().fmaFlops().asOptional().isPresent());
    return fma
        ? "its chain of fused multiply-adds or its fastest matrix product, whichever is faster"
        : "its fastest matrix product";
  }

  private void figure(Plot plot) {
    page.open("figure").line();
    page.append(SvgPlot.draw(plot, SvgPlot.Size.WIDE)).line();
    page.append(SvgPlot.draw(plot, SvgPlot.Size.NARROW)).line();
    page.open("ul", "class", "legend");
    for (Plot.Series series : plot.series()) {
      if (series.kind() != Plot.Kind.LIMIT && series.kind() != Plot.Kind.RANGE) {
        page.open("li").append(SvgPlot.swatch(series)).element("span", series.label()).close();
      }
    }
    if (plot.series().stream().anyMatch(s -> s.kind() == Plot.Kind.LIMIT)) {
      page.open("li").append(SvgPlot.limitSwatch());
      page.element("span", "the same work at the device's measured peak").close();
    }
    page.close().line();
    page.open("figcaption");
    page.text(
        "Both axes are logarithmic. Points are medians over processes; bars their intervals. ");
    if (plot.series().stream().anyMatch(s -> s.kind() == Plot.Kind.LIMIT)) {
      page.text(
          "Dashed: the same work at the device's own peak, measured in the same run: "
              + measuredPeak()
              + ". ");
    }
    if (plot.series().stream().flatMap(s -> s.points().stream()).anyMatch(Plot.Point::ringed)) {
      page.text("A ring marks a point extrapolated from the n images beside it. ");
    }
    if (plot.series().stream().anyMatch(s -> s.kind() == Plot.Kind.PUBLISHED)) {
      page.text(
          "Stars are published figures: hollow if nobody here has read them in their source. They"
              + " cover what the paper timed, on its data. ");
    }
    if (plot.series().stream().anyMatch(s -> s.kind() == Plot.Kind.RANGE)) {
      page.text(
          "Where the paper leaves kernels open, a thin line runs from the cheapest net that fits to"
              + " the dearest, and the star stands at the one in the middle. ");
    }
    page.close().close().line();
  }

  /** Sentences from measurements alone; published figures never enter them. */
  private void headlines(Picture picture) {
    page.open("ul");
    picture
        .series()
        .forEach((label, members) -> {
          SummaryRow largest = members.getLast();
          StringBuilder text = new StringBuilder(label + ": ");
          text.append(Numbers.rate(largest.imagesPerSecond().value()))
              .append(" images/s at the largest net measured (")
              .append(Numbers.si(largest.key().forwardMacs(), "MAC"))
              .append(")");
          largest
              .shareOfPeak()
              .asOptional()
              .filter(share -> !largest.abovePeak())
              .ifPresent(share ->
                  text.append(", ").append(Numbers.percent(share)).append(" of its measured peak"));
          if (!largest.key().setup().isScalar()) {
            largest
                .overScalar()
                .asOptional()
                .ifPresent(ratio ->
                    text.append(", ")
                        .append(Numbers.significant(ratio.value()))
                        .append(" times the scalar baseline"));
          }
          FitTable.exponent(members)
              .asOptional()
              .ifPresent(power ->
                  text.append("; time grows as MACs to the power ")
                      .append(Numbers.significant(power.exponent())));
          page.element("li", text.append('.').toString());
        });
    page.close().line();
  }

  private void failuresAlone() {
    if (!input.failures().isEmpty()) {
      page.element("h2", "Devices and points without a result").line();
      ResultTable.of("Failures", List.of(), input.failures()).write(page);
    }
  }

  private void published() {
    if (input.references().isEmpty()) {
      return;
    }
    page.element("h2", "Published figures, as context", "id", "published").line();
    page.element(
        "p",
        "Ratios across eras are context, not results. Each figure carries its confidence mark; only"
            + " those read in their source are drawn solid.");
    HtmlTable table =
        new HtmlTable(
            "Published figures drawn above",
            new HtmlTable.Column("source", false),
            new HtmlTable.Column("device", false),
            new HtmlTable.Column("net", false),
            new HtmlTable.Column("MACs", true),
            new HtmlTable.Column("time per image", true),
            new HtmlTable.Column("what was timed", false),
            new HtmlTable.Column("mark", false),
            new HtmlTable.Column("id", false));
    for (ReferencePoint r : input.references()) {
      table.row(
          "",
          List.of(
              HtmlTable.Cell.of(r.source()),
              HtmlTable.Cell.of(r.device()),
              HtmlTable.Cell.of(r.net()),
              HtmlTable.Cell.of(Numbers.si(r.forwardMacs(), "")),
              HtmlTable.Cell.of(Numbers.seconds(r.secondsPerImage())),
              HtmlTable.Cell.of(r.timed()),
              HtmlTable.Cell.of(r.mark() + (r.verified() ? "" : " (unverified)")),
              HtmlTable.Cell.of(r.id())));
    }
    table.write(page);
  }

  /** Ids of studies may hold anything; anchors only letters, digits and hyphens. */
  private static String anchor(String study) {
    return "study-" + study.replaceAll("[^A-Za-z0-9-]", "-");
  }
}
