// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Descriptive;
import dev.colonnade.bench.statistics.Estimate;
import dev.colonnade.bench.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * Our devices over peers. Each row is one of ours against one variant of a peer on the same net,
 * batch, math mode and, where both have them, threads.
 *
 * @param rows the pairs
 * @param overheads what peers say of the cost of their calls alone, once for each net
 * @param failures who gave no times, and why; a reason that repeats stands once
 */
public record PeerTable(List<Row> rows, List<String> overheads, List<String> failures) {
  private static final String NONE = "-";
  private static final String BEST = " *";
  private static final String UNSTEADY = "?";
  private static final long SEED = 1;

  /** The fact by which a peer states what its calls cost without the work in them. */
  private static final String OVERHEAD = "overhead";

  private static final List<String> HEADER =
      List.of(
          "net",
          "batch",
          "math",
          "threads",
          "ours",
          "images/s",
          "interval",
          "peer",
          "images/s",
          "interval",
          "ours/peer",
          "interval",
          "n");

  /** Copies the lists. */
  public PeerTable {
    rows = List.copyOf(rows);
    overheads = List.copyOf(overheads);
    failures = List.copyOf(failures);
  }

  /**
   * A pair.
   *
   * @param net name or string
   * @param batch images in a step
   * @param math math mode
   * @param threads threads of both, or of the one that has some; empty where neither has
   * @param ours id of our device
   * @param oursSeconds time of an image, in seconds
   * @param peer id of the peer's variant
   * @param peerSeconds time of an image, in seconds
   * @param ratio how many times faster ours is
   * @param best whether the peer has no faster variant here
   * @param oursSteady whether each of our processes was steady before its first sample
   * @param peerSteady whether each of the peer's was
   */
  public record Row(
      String net,
      int batch,
      String math,
      String threads,
      String ours,
      Estimate oursSeconds,
      String peer,
      Estimate peerSeconds,
      Estimate ratio,
      boolean best,
      boolean oursSteady,
      boolean peerSteady) {}

  /** What was measured of one participant at one point: seconds for each image, by process. */
  private static final class Series {
    private final MeasurementRecord first;
    private final double[] seconds;
    private final boolean steady;

    Series(MeasurementRecord first, double[] seconds, boolean steady) {
      this.first = first;
      this.seconds = seconds;
      this.steady = steady;
    }

    String id() {
      return first.device().id();
    }

    String net() {
      return first.workload().zooName().asOptional().orElse(first.workload().net());
    }

    String threads() {
      return first.device().threads().map(String::valueOf).asOptional().orElse("");
    }

    /** Whether both did the same work with the same means. */
    boolean comparableWith(Series other) {
      return first.workload().net().equals(other.first.workload().net())
          && first.workload().batch() == other.first.workload().batch()
          && first.workload().mathMode().equals(other.first.workload().mathMode())
          && (threads().isEmpty()
              || other.threads().isEmpty()
              || threads().equals(other.threads()));
    }

    String point() {
      return first.workload().net()
          + ","
          + first.workload().batch()
          + ","
          + first.workload().mathMode()
          + ","
          + threads();
    }
  }

  /**
   * Of the records of one run.
   *
   * @param ours ids of our devices; all others are peers
   */
  public static PeerTable of(List<? extends BenchmarkRecord> records, Set<String> ours) {
    List<Series> all = series(records);
    List<Row> rows = new ArrayList<>();
    for (Series mine : all) {
      if (!ours.contains(mine.id())) {
        continue;
      }
      List<Series> others =
          all.stream()
              .filter(other -> !ours.contains(other.id()) && mine.comparableWith(other))
              .sorted(Comparator.comparingDouble(other -> Descriptive.median(other.seconds)))
              .toList();
      for (Series other : others) {
        rows.add(row(mine, other, others));
      }
    }
    rows.sort(
        Comparator.comparing(Row::net)
            .thenComparing(Row::math)
            .thenComparingInt(Row::batch)
            .thenComparing(Row::threads)
            .thenComparing(Row::ours)
            .thenComparingDouble(row -> row.peerSeconds().value()));
    return new PeerTable(rows, overheads(records), failures(records));
  }

  private static List<Series> series(List<? extends BenchmarkRecord> records) {
    Map<String, List<MeasurementRecord>> groups = new LinkedHashMap<>();
    for (BenchmarkRecord record : records) {
      if (record instanceof MeasurementRecord measurement) {
        Series single = new Series(measurement, new double[0], false);
        groups
            .computeIfAbsent(single.id() + "," + single.point(), key -> new ArrayList<>())
            .add(measurement);
      }
    }
    return groups.values().stream()
        .map(group ->
            new Series(
                group.getFirst(),
                group.stream()
                    .mapToDouble(record -> Descriptive.median(record.secondsPerImage()))
                    .toArray(),
                group.stream().allMatch(record -> record.timing().warmUp().steady())))
        .toList();
  }

  private static Row row(Series mine, Series other, List<Series> others) {
    String peer = other.first.device().backend();
    boolean best =
        others.stream()
            .filter(candidate -> candidate.first.device().backend().equals(peer))
            .findFirst()
            .filter(other::equals)
            .isPresent();
    return new Row(
        mine.net(),
        mine.first.workload().batch(),
        mine.first.workload().mathMode(),
        mine.threads().isEmpty() ? other.threads() : mine.threads(),
        mine.id(),
        Estimate.overProcesses(mine.seconds, SEED),
        other.id(),
        Estimate.overProcesses(other.seconds, SEED),
        Estimate.ratio(other.seconds, mine.seconds, SEED),
        best,
        mine.steady,
        other.steady);
  }

  private static List<String> failures(List<? extends BenchmarkRecord> records) {
    Map<String, Long> lines =
        records.stream()
            .filter(FailureRecord.class::isInstance)
            .map(FailureRecord.class::cast)
            .collect(
                Collectors.groupingBy(
                    PeerTable::describe, LinkedHashMap::new, Collectors.counting()));
    return lines.entrySet().stream()
        .map(
            line -> line.getKey() + (line.getValue() > 1 ? " (" + line.getValue() + " times)" : ""))
        .toList();
  }

  private static String describe(FailureRecord failure) {
    return visible(
        failure.device().id()
            + failure.device().threads().map(n -> " (" + n + ")").asOptional().orElse("")
            + ", "
            + failure.net().describe()
            + ", batch "
            + failure.variables().get("batch")
            + ": "
            + failure.failure().key()
            + ", "
            + failure.reason());
  }

  /** The table as text, aligned; below it who gave no times. */
  public String toText() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths = new int[HEADER.size()];
    for (List<String> line : lines) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    if (rows.isEmpty()) {
      text.append("No pair was measured.\n");
    } else {
      lines.forEach(line -> append(text, line, widths));
      text.append(
          "* the peer's fastest variant here; n: processes of ours and of the peer; intervals are"
              + " over processes\n");
      if (rows.stream().anyMatch(row -> !row.oursSteady() || !row.peerSteady())) {
        text.append(
            "? warm-up was ended by its time limit, not by steady times: allow more with --warm-up, or"
                + " measure on an idle machine\n");
      }
    }
    overheads.forEach(overhead -> text.append("overhead of ").append(overhead).append('\n'));
    failures.forEach(failure -> text.append(failure).append('\n'));
    return text.toString();
  }

  /** What peers say of their own overhead, each sentence once. */
  private static List<String> overheads(List<? extends BenchmarkRecord> records) {
    return records.stream()
        .filter(MeasurementRecord.class::isInstance)
        .map(record -> (MeasurementRecord) record)
        .flatMap(record ->
            Optional.ofNullable(
                record.device().libraries().asOptional().orElse(new TreeMap<>()).get(OVERHEAD))
                .map(words ->
                    visible(record.device().id() + ", " + record.workload().net() + ": " + words))
                .stream())
        .sorted()
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(": ")),
                line -> line,
                (first, other) -> first,
                LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  /**
   * The rows as fields for JSON, times in images a second; intervals are absent with one process.
   */
  public List<Map<String, Object>> toFields() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("net", row.net());
      fields.put("batch", row.batch());
      fields.put("math", row.math());
      if (!row.threads().isEmpty()) {
        fields.put("threads", Integer.valueOf(row.threads()));
      }
      fields.put("ours", row.ours());
      fields.put("oursImagesPerSecond", 1 / row.oursSeconds().value());
      fields.put("peer", row.peer());
      fields.put("peerImagesPerSecond", 1 / row.peerSeconds().value());
      fields.put("ratio", row.ratio().value());
      row.ratio()
          .interval()
          .asOptional()
          .ifPresent(i -> fields.put("ratioInterval", List.of(i.low(), i.high())));
      fields.put("best", row.best());
      fields.put("oursSteady", row.oursSteady());
      fields.put("peerSteady", row.peerSteady());
      all.add(fields);
    }
    return all;
  }

  private static List<String> cells(Row row) {
    return List.of(
        visible(row.net()),
        String.valueOf(row.batch()),
        row.math(),
        row.threads().isEmpty() ? NONE : row.threads(),
        visible(row.ours()),
        Numbers.rate(1 / row.oursSeconds().value()) + (row.oursSteady() ? "" : UNSTEADY),
        rates(row.oursSeconds().interval()),
        visible(row.peer()) + (row.best() ? BEST : ""),
        Numbers.rate(1 / row.peerSeconds().value()) + (row.peerSteady() ? "" : UNSTEADY),
        rates(row.peerSeconds().interval()),
        Numbers.significant(row.ratio().value()) + "x",
        interval(row.ratio().interval(), Numbers::significant),
        row.oursSeconds().processes() + "/" + row.peerSeconds().processes());
  }

  private static String rates(Measured<Interval> seconds) {
    return interval(seconds.map(i -> i.reciprocalOf(1)), Numbers::rate);
  }

  private static String interval(Measured<Interval> interval, DoubleFunction<String> format) {
    return interval
        .map(i -> "[" + format.apply(i.low()) + ", " + format.apply(i.high()) + "]")
        .asOptional()
        .orElse(NONE);
  }

  /** A peer's words could move the cursor or recolour the terminal. */
  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static void append(StringBuilder text, List<String> line, int[] widths) {
    StringBuilder cells = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String fill = " ".repeat(widths[c] - line.get(c).length());
      boolean left = c == 0 || c == 2 || c == 4 || c == 7;
      cells.append(c == 0 ? "" : "  ").append(left ? line.get(c) + fill : fill + line.get(c));
    }
    text.append(cells.toString().stripTrailing()).append('\n');
  }
}
