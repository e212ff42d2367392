// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static dev.colonnade.bench.report.ReportFixture.byShare;
import static dev.colonnade.bench.report.ReportFixture.page;
import static dev.colonnade.bench.report.ReportFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.SyntheticRecords;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Every number of the tables follows from the records. */
class ReportNumbersTest {
  /** The expected texts are computed here from raw samples, not by the code under test. */
  @Test
  void everyTimeRateAndCountOfTheTableComesFromTheRecords() {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(3);
    Map<String, MeasurementRecord> byId =
        records.stream()
            .filter(MeasurementRecord.class::isInstance)
            .map(MeasurementRecord.class::cast)
            .collect(Collectors.toMap(MeasurementRecord::id, r -> r));
    int checked = 0;
    for (String study : List.of("maps", "batch", "threads")) {
      for (List<Element> cells : page(records).rows("Results of the study " + study)) {
        if (cells.size() < 5) {
          continue;
        }
        List<MeasurementRecord> members =
            Arrays.stream(cells.get(9).getAttribute("title").split("\n")).map(byId::get).toList();
        assertThat(members).hasSize(3).doesNotContainNull();
        double seconds =
            median(
                members.stream().mapToDouble(ReportNumbersTest::medianSecondsPerImage).toArray());
        assertThat(parsedSeconds(cells.get(2))).isCloseTo(seconds, byShare(0.006));
        assertThat(parsedNumber(cells.get(3))).isCloseTo(1 / seconds, byShare(0.006));
        assertThat(cells.get(0).getTextContent()).startsWith(members.getFirst().device().id());
        assertThat(cells.get(1).getTextContent())
            .isEqualTo(String.valueOf(members.getFirst().workload().batch()));
        assertThat(parsedNumber(cells.get(7)))
            .isEqualTo(
                members.stream().mapToDouble(m -> m.extent().measured()).min().orElseThrow());
        assertThat(cells.get(7).getTextContent().contains("extrapolated"))
            .isEqualTo(members.getFirst().extent().extrapolated());
        checked++;
      }
    }
    assertThat(checked).isEqualTo((8 + 8 + 7) + 3 * 5 + 2);
  }

  @Test
  void scalarRatioAndShareOfPeakFollowFromTheRecords() {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(3);
    SummaryRow vector = row(records, "cpu:0", 40);
    SummaryRow scalar = row(records, "cpu-scalar:0", 40);
    assertThat(vector.overScalar().asOptional().orElseThrow().value())
        .isCloseTo(
            scalar.secondsPerImage().value() / vector.secondsPerImage().value(), byShare(1e-9));
    MeasurementRecord any = vector.records().getFirst();
    double peak = any.sentinel().fmaFlops().asOptional().orElseThrow();
    double flops = 2.0 * any.workload().passMacs().asOptional().orElseThrow();
    assertThat(vector.shareOfPeak().asOptional().orElseThrow())
        .isCloseTo(flops / peak / vector.secondsPerImage().value(), byShare(1e-9));
    assertThat(row(records, "cuda:0", 400).overScalar().describe())
        .contains("the scalar baseline has no measurement of this net");
  }

  private static double medianSecondsPerImage(MeasurementRecord record) {
    double images = (double) record.timing().stepsPerSample() * record.workload().batch();
    return median(record.timing().samplesNanos().stream().mapToDouble(Long::doubleValue).toArray())
        * 1e-9
        / images;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double parsedSeconds(Element cell) {
    String[] parts = cell.getTextContent().split(" ");
    return Double.parseDouble(parts[0])
        * Map.of("s", 1.0, "ms", 1e-3, "µs", 1e-6, "ns", 1e-9).get(parts[1]);
  }

  private static double parsedNumber(Element cell) {
    return Double.parseDouble(cell.getFirstChild().getTextContent().replace(",", ""));
  }
}
