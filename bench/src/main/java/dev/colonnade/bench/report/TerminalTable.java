// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.report.plot.Numbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of results as plain text, aligned by the widths of its cells. */
final class TerminalTable {

  private static final List<String> HEADER =
      List.of("net", "batch", "device", "time/image", "images/s", "interval", "x scalar");

  /** The other rungs of the ladder, where the run has them. */
  private static final Map<Ladder.Kind, String> RUNGS =
      new EnumMap<>(
          Map.of(
              Ladder.Kind.VECTOR, "x 1 thread",
              Ladder.Kind.CORES, "x cores",
              Ladder.Kind.PEER, "x peer"));

  private static final List<String> REST = List.of("of peak", "NMSE", "n");
  private static final int LEFT_ALIGNED = 3;
  private static final int NET_WIDTH = 34;
  private static final String EXTRAPOLATED = "~";
  private static final String UNSTEADY = "*";
  private static final String THROTTLED = "!";
  private static final String BOLD = "\u001B[1m";
  private static final String RED = "\u001B[31m";
  private static final String PLAIN = "\u001B[0m";

  private TerminalTable() {}

  static String of(
      List<SummaryRow> rows,
      List<TrainingRecord> trainings,
      List<FailureRecord> failures,
      boolean ansi) {
    StringBuilder text = new StringBuilder();
    if (rows.isEmpty() && trainings.isEmpty()) {
      text.append("No measurements.\n");
    }
    SequencedMap<String, List<SummaryRow>> blocks =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    TerminalTable::title, LinkedHashMap::new, Collectors.toList()));
    IdentityHashMap<SummaryRow, Ladder> ladders = new IdentityHashMap<>();
    rows.forEach(row -> ladders.put(row, Ladder.of(row, rows)));
    List<Ladder.Kind> rungs =
        RUNGS.keySet().stream()
            .filter(kind ->
                ladders.values().stream()
                    .anyMatch(l -> l.rung(kind).isPresent() && !l.isRung(kind)))
            .toList();
    List<String> header = new ArrayList<>(HEADER);
    rungs.forEach(kind -> header.add(RUNGS.get(kind)));
    header.addAll(REST);
    IdentityHashMap<SummaryRow, List<String>> cells = new IdentityHashMap<>();
    ladders.forEach((row, ladder) -> cells.put(row, cells(row, ladder, rungs)));
    int[] widths = widths(header, cells.values());
    blocks.forEach((title, members) -> {
      text.append(ansi ? BOLD + title + PLAIN : title).append('\n');
      text.append(line(header, widths)).append('\n');
      ResultTable.sorted(members)
          .forEach(row -> text.append(line(cells.getOrDefault(row, header), widths)).append('\n'));
      text.append('\n');
    });
    text.append(legend(rows));
    trainings(TrainingSummary.of(trainings, failures), text);
    // A device that refuses a math mode does so at every point of every process.
    failures.stream()
        .collect(
            Collectors.groupingBy(
                TerminalTable::failure,
                LinkedHashMap::new,
                Collectors.groupingBy(
                    failure -> failure.mathMode().asOptional().orElse(""),
                    LinkedHashMap::new,
                    Collectors.counting())))
        .forEach((line, modes) ->
            modes.forEach((mode, count) -> {
              String told = line + remarks(mode, count);
              text.append(ansi ? RED + told + PLAIN : told).append('\n');
            }));
    return text.toString();
  }

  private static String failure(FailureRecord failure) {
    return visible(failure.device().id() + " " + failure.failure().key() + ": " + failure.reason());
  }

  private static String remarks(String mode, long count) {
    List<String> remarks = new ArrayList<>();
    if (!mode.isEmpty()) {
      remarks.add("math " + visible(mode));
    }
    if (count > 1) {
      remarks.add(count + " times");
    }
    return remarks.isEmpty() ? "" : " (" + String.join(", ", remarks) + ")";
  }

  private static String legend(List<SummaryRow> rows) {
    String legend = "";
    if (rows.stream().anyMatch(row -> row.extent().extrapolated())) {
      legend += EXTRAPOLATED + " extrapolated from the n images measured\n";
    }
    if (rows.stream().anyMatch(row -> !row.steady())) {
      legend += UNSTEADY + " not steady when the warm-up ended: the time may be too long\n";
    }
    List<SummaryRow> throttled = rows.stream().filter(SummaryRow::throttled).toList();
    if (!throttled.isEmpty()) {
      legend +=
          THROTTLED
              + " the device was slowed down meanwhile ("
              + throttled.stream()
                  .flatMap(row -> row.slowdowns().keySet().stream())
                  .distinct()
                  .sorted()
                  .map(TerminalTable::visible)
                  .collect(Collectors.joining(", "))
              + "): the time is not what it can do\n";
    }
    return legend;
  }

  private static String title(SummaryRow row) {
    GroupKey key = row.key();
    return visible(
        "study "
            + key.study()
            + ", "
            + key.pass().key()
            + ", math "
            + key.setup().mathMode()
            + ", storage "
            + key.setup().storage());
  }

  /** One line for each configuration that was trained to its end. */
  private static void trainings(List<TrainingSummary> summaries, StringBuilder text) {
    for (TrainingSummary s : summaries) {
      text.append("study ")
          .append(visible(s.records().getFirst().work().study()))
          .append(": ")
          .append(visible(s.net()))
          .append(" on ")
          .append(visible(s.device()))
          .append(", batch ")
          .append(s.batch())
          .append(", ")
          .append(visible(s.math()))
          .append(": ");
      if (s.pass() == Pass.TRAIN_TO_ERROR) {
        text.append(Numbers.significant(s.targetPercent()))
            .append(" % test error after ")
            .append(s.medianText())
            .append(", ")
            .append(Numbers.counted(s.runs(), "run"))
            .append(", ")
            .append(s.censored())
            .append(" censored, rates ")
            .append(s.ratesText());
      } else {
        text.append(committee(s.records().getFirst()));
      }
      text.append('\n');
    }
    if (!summaries.isEmpty()) {
      text.append('\n');
    }
  }

  /** Of the first process; the page has all of them. */
  private static String committee(TrainingRecord record) {
    return "test error "
        + record.committeeErrorPercent().stream()
            .map(error -> Numbers.significant(error) + " %")
            .collect(Collectors.joining(", "))
        + " with 1 to "
        + Numbers.counted(record.columns().size(), "column")
        + ", "
        + Numbers.seconds(record.seconds())
        + " of training";
  }

  private static List<String> cells(SummaryRow row, Ladder ladder, List<Ladder.Kind> rungs) {
    GroupKey key = row.key();
    String threads = key.setup().threads();
    List<String> cells = new ArrayList<>();
    Collections.addAll(
        cells,
        shortened(visible(row.netName()), choices(key)),
        String.valueOf(key.batch()),
        visible(key.setup().deviceId())
            + (threads.isEmpty() ? "" : " (" + Numbers.counted(threads, "thread") + ")"),
        Numbers.seconds(row.secondsPerImage().value()),
        Numbers.rate(row.imagesPerSecond().value()),
        Cells.interval(row.imagesPerSecond().interval(), Numbers::rate),
        Cells.times(row.overScalar()));
    for (Ladder.Kind kind : rungs) {
      cells.add(
          ladder.isRung(kind)
              ? "1×"
              : ladder
                  .rung(kind)
                  .map(rung -> Numbers.significant(rung.ratio().value()) + "×")
                  .orElse(Cells.NONE));
    }
    Collections.addAll(
        cells,
        Cells.share(row.shareOfPeak()),
        Cells.value(row.error(), e -> Numbers.scientific(e.normalizedMeanSquareError())),
        (row.throttled() ? THROTTLED : "")
            + (row.steady() ? "" : UNSTEADY)
            + (row.extent().extrapolated() ? EXTRAPOLATED : "")
            + Numbers.count(row.extent().measured()));
    return cells;
  }

  /** What tells rows apart whose nets look the same where they are cut off. */
  private static String choices(GroupKey key) {
    return Stream.of(
            key.choice(Choices.CONVOLUTION, ""),
            key.choice(Choices.CANDIDATE, Choices.MEDIAN).replace(Choices.MEDIAN, ""))
        .filter(choice -> !choice.isEmpty())
        .map(choice -> " " + choice)
        .collect(Collectors.joining());
  }

  /** Control characters in names could move the cursor or recolour the terminal. */
  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String shortened(String net, String suffix) {
    int width = NET_WIDTH - suffix.length();
    return (net.length() <= width ? net : net.substring(0, width - 1) + "…") + suffix;
  }

  private static int[] widths(List<String> header, Collection<List<String>> cells) {
    int[] widths = header.stream().mapToInt(String::length).toArray();
    for (List<String> row : cells) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String fill = " ".repeat(widths[c] - row.get(c).length());
      line.append(c == 0 ? "" : "  ")
          .append(c < LEFT_ALIGNED ? row.get(c) + fill : fill + row.get(c));
    }
    return line.toString().stripTrailing();
  }
}
