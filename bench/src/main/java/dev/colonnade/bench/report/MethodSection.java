// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.report.plot.Markup;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Descriptive;
import dev.colonnade.bench.statistics.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How the numbers were made, and what they do not say. */
final class MethodSection {

  private final List<MeasurementRecord> records;
  private final List<SummaryRow> rows;
  private final boolean published;

  MethodSection(ReportInput input, List<SummaryRow> rows) {
    this.records = input.measurements();
    this.rows = rows;
    this.published = !input.references().isEmpty();
  }

  void write(Markup page) {
    page.element("h2", "Method", "id", "method").line();
    list(page, records.isEmpty() ? List.of("Nothing was measured.") : method());
    page.element("h2", "What may not be concluded", "id", "limits").line();
    list(page, limits());
  }

  private static void list(Markup page, List<String> sentences) {
    page.open("ul").line();
    sentences.forEach(sentence -> page.element("li", sentence).line());
    page.close().line();
  }

  private List<String> method() {
    List<String> text = new ArrayList<>();
    text.add(
        "Timed: "
            + records.stream()
                .map(r -> r.workload().pass())
                .distinct()
                .map(Pass::description)
                .collect(Collectors.joining("; "))
            + ". A sample is one submission of "
            + Numbers.counted(
                range(records.stream().mapToLong(r -> r.timing().stepsPerSample()).toArray()),
                "step")
            + ", from the call to the completion that the host sees; time per image is the"
            + " sample over its steps and batch.");
    text.add(
        "Each process takes "
            + range(records.stream().mapToLong(r -> r.timing().samplesNanos().size()).toArray())
            + " samples at a point, and the median of them is its one number. Each point was"
            + " measured by "
            + range(rows.stream().mapToLong(r -> r.secondsPerImage().processes()).toArray())
            + " process(es) of its own; the tables show the median over processes.");
    text.add(
        "Intervals are over processes, never over samples. From "
            + Estimate.PROCESSES_FOR_BOOTSTRAP
            + " processes on they are 95 % percentile bootstrap intervals of the median; with two to"
            + " five they are the range of the processes, which covers the median with probability"
            + " 1 - 2^(1-n) (50 % for two, 75 % for three, 94 % for five). With one process there is"
            + " none.");
    text.add(
        "Scatter of the samples within a process (median absolute deviation over median): "
            + scatter()
            + ".");
    records.stream()
        .map(r -> r.timing().warmUp().rule())
        .distinct()
        .forEach(rule ->
            text.add("Warm-up: " + rule + ". It took " + warmUpTime(rule) + unsteady(rule) + "."));
    text.add(
        "The counts are fixed by the preset before the run; no point is measured longer because of"
            + " what it showed.");
    text.add(
        "MACs are the multiply-accumulates of one forward pass of one image that the net needs;"
            + " connections that a table leaves out are not counted. The share of the peak counts"
            + " every MAC of the timed pass as two operations and divides by the device's own"
            + " measured peak in the same math mode.");
    text.add(
        "× scalar divides by one thread of plain Java on the same machine, at the same net, pass,"
            + " batch and math mode. The error is against the double-precision oracle: the sum of"
            + " squared differences over the oracle's sum of squares (NMSE). Above 1e-4, or 16 times"
            + " the unit roundoff of the math mode's operands where that is more (TF32 7.8e-3, BF16"
            + " 6.3e-2), no time is reported.");
    return text;
  }

  private List<String> limits() {
    List<String> text = new ArrayList<>();
    text.add(
        "The numbers hold for these machines, builds, drivers and options. They rank neither vendors"
            + " nor libraries.");
    text.add(
        "A large × scalar says how slow one thread of plain Java is. The share of the measured peak"
            + " says how good a device's kernels are.");
    text.add("Times of different passes, batches or math modes are different quantities.");
    text.add("Images per second say nothing of the error that training reaches.");
    if (published) {
      text.add(
          "Published times cover whole epochs on machines of their day, with validation, test and"
              + " transfers; a ratio to them is context. Hollow ones nobody here has read in their"
              + " source.");
    }
    long alone = rows.stream().filter(r -> r.secondsPerImage().processes() == 1).count();
    if (alone > 0) {
      text.add(
          Numbers.count(alone)
              + " of "
              + Numbers.count(rows.size())
              + " points come from one process: differences between them may be that process's luck.");
    }
    long extrapolated = rows.stream().filter(r -> r.extent().extrapolated()).count();
    if (extrapolated > 0) {
      text.add(
          Numbers.counted(extrapolated, "point")
              + (extrapolated == 1
                  ? " is scaled up from fewer images than it stands for"
                  : " are scaled up from fewer images than they stand for")
              + ", and marked with n;"
              + " effects that need many images (heat, clocks, caches) are not in them.");
    }
    long unsteady = rows.stream().filter(r -> !r.steady()).count();
    if (unsteady > 0) {
      text.add(
          Numbers.counted(unsteady, "point")
              + (unsteady == 1
                  ? " was not steady when its warm-up ended; its time may be too long."
                  : " were not steady when their warm-up ended; their times may be too long."));
    }
    long throttled = rows.stream().filter(SummaryRow::throttled).count();
    if (throttled > 0) {
      text.add(
          Numbers.counted(throttled, "point")
              + (throttled == 1 ? " was" : " were")
              + " measured while the device was slowed down (marked \"throttled\", with the reason):"
              + " cooled or fed better, it may be faster.");
    }
    long above = rows.stream().filter(SummaryRow::abovePeak).count();
    if (above > 0) {
      text.add(
          Numbers.counted(above, "point")
              + " ran faster than the device's measured peak. That peak was measured badly"
              + " (on a disturbed machine, or before the JIT had compiled), so no share of it and no"
              + " dashed line of that device may be used.");
    }
    if (rows.stream().map(r -> r.key().setup().runId()).distinct().count() > 1) {
      text.add(
          "The records come from several runs. Compare the sentinels in the table of devices before"
              + " comparing across runs.");
    }
    return text;
  }

  private String scatter() {
    double[] scatter =
        records.stream()
            .mapToDouble(r -> {
              double[] samples = r.secondsPerImage();
              return Descriptive.medianAbsoluteDeviation(samples) / Descriptive.median(samples);
            })
            .toArray();
    return "median "
        + Numbers.percent(Descriptive.median(scatter))
        + ", largest "
        + Numbers.percent(Descriptive.quantile(scatter, 1));
  }

  private String warmUpTime(String rule) {
    double[] seconds =
        records.stream()
            .filter(r -> r.timing().warmUp().rule().equals(rule))
            .mapToDouble(r -> r.timing().warmUp().nanos() * 1e-9)
            .toArray();
    return Numbers.seconds(Descriptive.median(seconds))
        + " in the median, "
        + Numbers.seconds(Descriptive.quantile(seconds, 1))
        + " at most";
  }

  private String unsteady(String rule) {
    long count =
        records.stream()
            .filter(r -> r.timing().warmUp().rule().equals(rule) && !r.timing().warmUp().steady())
            .count();
    return count == 0 ? "" : "; in " + Numbers.counted(count, "record") + " its limit ended it";
  }

  private static String range(long[] values) {
    long low = Arrays.stream(values).min().orElseThrow();
    long high = Arrays.stream(values).max().orElseThrow();
    return low == high ? Numbers.count(low) : Numbers.count(low) + " to " + Numbers.count(high);
  }
}
