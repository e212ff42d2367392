// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers.kernel;

import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Descriptive;
import dev.colonnade.bench.statistics.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Our operations over those of libraries, and what the ratios come to by kind of operation.
 *
 * @param rows one of ours against one library at one operation and number of threads
 * @param summaries geometric means of the ratios
 * @param failures who gave no times, and why; a reason that repeats stands once
 */
public record KernelTable(List<Row> rows, List<Summary> summaries, List<String> failures) {
  private static final long SEED = 1;
  private static final double GIGA = 1e9;

  /** Copies the lists. */
  public KernelTable {
    rows = List.copyOf(rows);
    summaries = List.copyOf(summaries);
    failures = List.copyOf(failures);
  }

  /**
   * A pair.
   *
   * @param kernel the operation as text
   * @param operation its name
   * @param threads threads of both, or a dash
   * @param ours id of our device
   * @param oursRate floating-point operations a second
   * @param peer id of the library
   * @param peerRate floating-point operations a second
   * @param ratio how many times faster ours is
   * @param steady whether all processes of both were steady before their first sample
   */
  public record Row(
      String kernel,
      String operation,
      String threads,
      String ours,
      double oursRate,
      String peer,
      double peerRate,
      Estimate ratio,
      boolean steady) {}

  /**
   * What rows of one kind come to.
   *
   * @param what products or convolutions, whose and on how many threads
   * @param count how many rows
   * @param mean geometric mean of their ratios
   * @param least least ratio
   * @param leastKernel where it is
   */
  public record Summary(String what, int count, double mean, double least, String leastKernel) {}

  private record Key(String participant, boolean ours, String kernel, String threads) {}

  /** Of the results of one run. */
  public static KernelTable of(List<KernelResult> results) {
    Map<Key, List<KernelResult>> series =
        results.stream()
            .filter(result -> result.failure() == null)
            .collect(
                Collectors.groupingBy(
                    result ->
                        new Key(
                            result.participant(),
                            result.ours(),
                            result.kernel(),
                            Objects.toString(result.threads(), "-")),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Row> rows = new ArrayList<>();
    series.forEach((mine, ofMine) -> {
      if (mine.ours()) {
        series.forEach((other, ofOther) -> {
          if (!other.ours()
              && other.kernel().equals(mine.kernel())
              && (other.threads().equals(mine.threads())
                  || other.threads().equals("-")
                  || mine.threads().equals("-"))) {
            rows.add(row(mine, ofMine, other, ofOther));
          }
        });
      }
    });
    rows.sort(
        Comparator.comparing(Row::threads)
            .thenComparing(Row::operation, Comparator.reverseOrder())
            .thenComparing(Row::kernel)
            .thenComparing(Row::peer));
    return new KernelTable(rows, summaries(rows), failures(results));
  }

  private static Row row(
      Key mine, List<KernelResult> ofMine, Key other, List<KernelResult> ofOther) {
    double flops = ofMine.getFirst().flops();
    double[] ours = seconds(ofMine);
    double[] theirs = seconds(ofOther);
    return new Row(
        mine.kernel(),
        ofMine.getFirst().operation(),
        mine.threads(),
        mine.participant(),
        flops / Descriptive.median(ours),
        other.participant(),
        flops / Descriptive.median(theirs),
        Estimate.ratio(theirs, ours, SEED),
        ofMine.stream().allMatch(KernelResult::steady)
            && ofOther.stream().allMatch(KernelResult::steady));
  }

  private static double[] seconds(List<KernelResult> results) {
    return results.stream().mapToDouble(KernelResult::secondsPerExecution).toArray();
  }

  private static List<Summary> summaries(List<Row> rows) {
    Map<String, List<Row>> groups =
        rows.stream()
            .collect(Collectors.groupingBy(KernelTable::group, TreeMap::new, Collectors.toList()));
    List<Summary> summaries = new ArrayList<>();
    groups.forEach((what, group) -> {
      Row least = group.stream().min(Comparator.comparingDouble(r -> r.ratio().value())).get();
      summaries.add(
          new Summary(
              what,
              group.size(),
              Descriptive.geometricMean(
                  group.stream().mapToDouble(row -> row.ratio().value()).toArray()),
              least.ratio().value(),
              least.kernel()));
    });
    return summaries;
  }

  private static String group(Row row) {
    return (row.operation().startsWith("convolution") ? "convolutions" : row.operation())
        + ", "
        + row.ours()
        + " over "
        + row.peer()
        + (row.threads().equals("-") ? "" : ", threads " + row.threads());
  }

  private static List<String> failures(List<KernelResult> results) {
    Map<String, Long> lines =
        results.stream()
            .filter(result -> result.failure() != null)
            .collect(
                Collectors.groupingBy(
                    result ->
                        result.participant()
                            + ": "
                            + Objects.requireNonNull(result.failure()).key()
                            + ", "
                            + result.reason(),
                    LinkedHashMap::new,
                    Collectors.counting()));
    return lines.entrySet().stream()
        .map(
            line -> line.getKey() + (line.getValue() > 1 ? " (" + line.getValue() + " times)" : ""))
        .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
        .toList();
  }

  /** The table as text, aligned; below it the means and who gave no times. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    if (rows.isEmpty()) {
      text.append("No pair was measured.\n");
    } else {
      int width = rows.stream().mapToInt(row -> row.kernel().length()).max().orElseThrow();
      int peer = rows.stream().mapToInt(row -> row.peer().length()).max().orElseThrow();
      String form = "%-" + width + "s %7s %-8s %9s  %-" + peer + "s %9s %8s %s%n";
      text.append(
          String.format(
              Locale.ROOT,
              form,
              "operation",
              "threads",
              "ours",
              "GFLOP/s",
              "peer",
              "GFLOP/s",
              "ours/peer",
              "interval"));
      for (Row row : rows) {
        text.append(
            String.format(
                Locale.ROOT,
                form,
                row.kernel(),
                row.threads(),
                row.ours(),
                rate(row.oursRate()) + (row.steady() ? "" : "?"),
                row.peer(),
                rate(row.peerRate()),
                Numbers.significant(row.ratio().value()) + "x",
                row.ratio()
                    .interval()
                    .map(i ->
                        "["
                            + Numbers.significant(i.low())
                            + ", "
                            + Numbers.significant(i.high())
                            + "] n="
                            + row.ratio().processes())
                    .asOptional()
                    .orElse("-")));
      }
      for (Summary summary : summaries) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s: geometric mean %.2fx of %d, least %.2fx (%s)%n",
                summary.what(),
                summary.mean(),
                summary.count(),
                summary.least(),
                summary.leastKernel()));
      }
      if (rows.stream().anyMatch(row -> !row.steady())) {
        text.append(
            "? a warm-up of either was ended by its time limit, not by steady times: allow more with"
                + " --warm-up, or measure on an idle machine\n");
      }
    }
    failures.forEach(failure -> text.append(failure).append('\n'));
    return text.toString();
  }

  private static String rate(double flopsPerSecond) {
    return String.format(Locale.ROOT, "%.1f", flopsPerSecond / GIGA);
  }

  /** The rows as fields for JSON. */
  public List<Map<String, Object>> toFields() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("kernel", row.kernel());
      fields.put("threads", row.threads());
      fields.put("ours", row.ours());
      fields.put("oursFlopsPerSecond", row.oursRate());
      fields.put("peer", row.peer());
      fields.put("peerFlopsPerSecond", row.peerRate());
      fields.put("ratio", row.ratio().value());
      row.ratio()
          .interval()
          .asOptional()
          .ifPresent(i -> fields.put("ratioInterval", List.of(i.low(), i.high())));
      fields.put("steady", row.steady());
      all.add(fields);
    }
    return all;
  }
}
