// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.report.plot.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The table of results as plain text, aligned by the widths of its cells. */
final class TerminalTable {

  private static final List<String> HEADER =
      List.of(
          "net",
          "batch",
          "device",
          "time/image",
          "images/s",
          "interval",
          "x scalar",
          "of peak",
          "NMSE",
          "n");
  private static final int LEFT_ALIGNED = 3;
  private static final int NET_WIDTH = 34;
  private static final String EXTRAPOLATED = "~";
  private static final String UNSTEADY = "*";
  private static final String THROTTLED = "!";
  private static final String BOLD = "\u001B[1m";
  private static final String RED = "\u001B[31m";
  private static final String PLAIN = "\u001B[0m";

  private TerminalTable() {}

  static String of(List<SummaryRow> rows, List<FailureRecord> failures, boolean ansi) {
    StringBuilder text = new StringBuilder();
    if (rows.isEmpty()) {
      text.append("No measurements.\n");
    }
    SequencedMap<String, List<SummaryRow>> blocks =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    TerminalTable::title, LinkedHashMap::new, Collectors.toList()));
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADER);
    rows.forEach(row -> cells.add(cells(row)));
    int[] widths = widths(cells);
    blocks.forEach((title, members) -> {
      text.append(ansi ? BOLD + title + PLAIN : title).append('\n');
      text.append(line(HEADER, widths)).append('\n');
      ResultTable.sorted(members)
          .forEach(row -> text.append(line(cells(row), widths)).append('\n'));
      text.append('\n');
    });
    text.append(legend(rows));
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

  private static List<String> cells(SummaryRow row) {
    GroupKey key = row.key();
    String threads = key.setup().threads();
    return List.of(
        shortened(visible(row.netName())),
        String.valueOf(key.batch()),
        visible(key.setup().deviceId())
            + (threads.isEmpty() ? "" : " (" + Numbers.counted(threads, "thread") + ")"),
        Numbers.seconds(row.secondsPerImage().value()),
        Numbers.rate(row.imagesPerSecond().value()),
        Cells.interval(row.imagesPerSecond().interval(), Numbers::rate),
        Cells.times(row.overScalar()),
        Cells.share(row.shareOfPeak()),
        Cells.value(row.error(), e -> Numbers.scientific(e.normalizedMeanSquareError())),
        (row.throttled() ? THROTTLED : "")
            + (row.steady() ? "" : UNSTEADY)
            + (row.extent().extrapolated() ? EXTRAPOLATED : "")
            + Numbers.count(row.extent().measured()));
  }

  /** Control characters in names could move the cursor or recolour the terminal. */
  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String shortened(String net) {
    return net.length() <= NET_WIDTH ? net : net.substring(0, NET_WIDTH - 1) + "…";
  }

  private static int[] widths(List<List<String>> cells) {
    int[] widths = new int[HEADER.size()];
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
