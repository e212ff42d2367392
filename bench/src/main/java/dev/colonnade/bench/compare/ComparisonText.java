// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Interval;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A comparison as plain text. */
public final class ComparisonText {
  private static final List<String> HEADER =
      List.of(
          "net",
          "batch",
          "device",
          "A: time/image",
          "B: time/image",
          "B / A",
          "interval",
          "processes",
          "verdict");
  private static final int LEFT_ALIGNED = 3;
  private static final int NET_WIDTH = 34;

  private ComparisonText() {}

  /** Returns the text, with a line end behind each line. */
  public static String of(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    text.append(side("A", comparison.a())).append(side("B", comparison.b()));
    if (!comparison.subjects().isEmpty()) {
      text.append("subject: ").append(String.join(", ", comparison.subjects())).append('\n');
    }
    text.append('\n');
    if (comparison.refused()) {
      text.append("Refused: these are not alike.\n");
      comparison
          .refusals()
          .forEach(unlike -> text.append("  ").append(visible(unlike.sentence())).append('\n'));
      return text.toString();
    }
    table(text, comparison);
    text.append('\n').append(overall(comparison)).append('\n');
    section(text, "Left to the reader:", comparison.notices());
    section(text, "Differs, and is not refused:", comparison.differences());
    drift(text, comparison);
    text.append(
        String.format(
            Locale.ROOT,
            "B / A above 1: B takes longer. Up to %s counts as the same; an interval that lies"
                + " neither within nor beyond decides nothing.%n",
            Percent.of(comparison.margin())));
    return text.toString();
  }

  private static String side(String name, Side side) {
    MeasurementRecord first =
        side.records().stream().min(Comparator.comparing(r -> r.run().startedAt())).orElseThrow();
    String runs =
        side.records().stream()
            .map(r -> shortened(r.run().runId()))
            .distinct()
            .collect(Collectors.joining(", "));
    String devices =
        side.records().stream()
            .map(r -> r.device().id())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return visible(
            String.format(
                Locale.ROOT,
                "%s  %s: run %s, %s, %s, commit %s, preset %s, %s, %s",
                name,
                side.label(),
                runs,
                first.run().startedAt().truncatedTo(ChronoUnit.SECONDS),
                first.machine().hostId(),
                shortened(first.run().commit().describe()),
                first.run().preset(),
                devices,
                Numbers.counted(side.records().size(), "measurement")))
        + "\n";
  }

  /** The first part of a run's or a commit's long name. */
  static String shortened(String name) {
    return name.matches("[0-9a-f]{8}-[0-9a-f-]{27}")
        ? name.substring(0, 8)
        : name.matches("[0-9a-f]{40}(-dirty)?") ? name.substring(0, 12) + name.substring(40) : name;
  }

  private static void table(StringBuilder text, Comparison comparison) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    comparison.points().forEach(point -> lines.add(cells(point)));
    int[] widths = new int[HEADER.size()];
    for (List<String> line : lines) {
      Arrays.setAll(widths, c -> Math.max(widths[c], line.get(c).length()));
    }
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String fill = " ".repeat(widths[c] - line.get(c).length());
        boolean left = c < LEFT_ALIGNED || c == widths.length - 1;
        row.append(c == 0 ? "" : "  ").append(left ? line.get(c) + fill : fill + line.get(c));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    comparison.points().stream()
        .filter(point -> point.why().isPresent())
        .forEach(point ->
            text.append("  ")
                .append(name(point))
                .append(": ")
                .append(visible(point.why().orElseThrow()))
                .append('\n'));
  }

  private static List<String> cells(Comparison.Point point) {
    return List.of(
        name(point),
        either(point, r -> String.valueOf(r.workload().batch())),
        either(point, r -> visible(r.device().id())),
        Numbers.seconds(point.secondsA()),
        Numbers.seconds(point.secondsB()),
        ratio(point.ratio().value()),
        interval(point.ratio().interval()),
        Comparer.perProcess(point.a()).length + ", " + Comparer.perProcess(point.b()).length,
        point.leftOut() ? "left out" : point.verdict().name());
  }

  private static String either(Comparison.Point point, Function<MeasurementRecord, String> fact) {
    String a = fact.apply(point.a().getFirst());
    String b = fact.apply(point.b().getFirst());
    return a.equals(b) ? a : a + " -> " + b;
  }

  private static String name(Comparison.Point point) {
    MeasurementRecord record = point.example();
    String net = record.workload().zooName().asOptional().orElse(record.workload().net());
    String name = net.length() <= NET_WIDTH ? net : net.substring(0, NET_WIDTH - 1) + "…";
    return visible(name);
  }

  private static String overall(Comparison comparison) {
    return switch (comparison.overall()) {
      case Measured.Unavailable<Comparison.Overall>(String reason) -> "overall: " + reason;
      case Measured.Value<Comparison.Overall>(Comparison.Overall overall) ->
          String.format(
              Locale.ROOT,
              "overall: %s; B / A %s, %s (%s), geometric mean of %s, %d and %d processes%s",
              overall.verdict(),
              ratio(overall.ratio().value()),
              interval(overall.ratio().interval()),
              overall
                  .ratio()
                  .interval()
                  .map(i ->
                      String.format(Locale.ROOT, "%.0f %%, %s", 100 * i.confidence(), i.method()))
                  .asOptional()
                  .orElse(overall.ratio().interval().describe()),
              Numbers.counted(overall.points(), "point"),
              overall.processesA(),
              overall.processesB(),
              overall.why().map(why -> "; " + why).orElse(""));
    };
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append(title).append('\n');
      lines.forEach(line -> text.append("  ").append(visible(line)).append('\n'));
    }
  }

  private static void drift(StringBuilder text, Comparison comparison) {
    List<String> lines =
        comparison.drift().stream()
            .map(d ->
                d.device()
                    + ": "
                    + d.quantity()
                    + " took "
                    + Percent.signed(d.log())
                    + (d.decides() ? "" : " (the subject may have moved it)"))
            .toList();
    section(text, "The sentinel, B against A:", lines);
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value);
  }

  static String interval(Measured<Interval> interval) {
    return interval.map(i -> ratio(i.low()) + " .. " + ratio(i.high())).asOptional().orElse("-");
  }

  /** Control characters in names could move the cursor or recolour the terminal. */
  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
