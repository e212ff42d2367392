// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static dev.colonnade.bench.report.ReportFixture.byShare;
import static dev.colonnade.bench.report.ReportFixture.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.Workload;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Shares of the peak that the device itself was measured to have. */
class MeasuredPeakTest {
  @Test
  void peakMeasuredByOneProcessServesTheWholeRun() {
    MeasurementRecord with = plain(20);
    String reason = "another process measured them";
    MeasurementRecord without = SyntheticRecords.with(plain(40), Sentinel.unavailable(reason));
    assertThat(SummaryRow.of(List.of(with, without)))
        .extracting(SummaryRow::peakFlops)
        .containsOnly(with.sentinel().fmaFlops());
    assertThat(SummaryRow.of(List.of(without)).getFirst().shareOfPeak().describe())
        .contains(reason);
  }

  @Test
  void peakBelowItsOwnPointsIsCalledWrong() {
    Measured<Double> none = Measured.unavailable("not measured");
    ParsedPage page =
        page(
            List.of(
                SyntheticRecords.with(
                    plain(40),
                    new Sentinel(
                        none,
                        none,
                        new TreeMap<>(Map.of("STRICT_FP32", Measured.of(1e9))),
                        none))));
    assertThat(page.rows("Results of the study maps").getFirst().get(5).getTextContent())
        .endsWith("peak too low");
    assertThat(page.text()).contains("1 point ran faster than the device's measured peak");
    assertThat(page.text()).doesNotContain("% of its measured peak");
  }

  /** The peaks of one math mode say nothing about another. */
  @Test
  void shareOfPeakIsThatOfThePointsOwnMathMode() {
    MeasurementRecord strict = gpu("STRICT_FP32");
    SummaryRow tf32 = SummaryRow.of(List.of(strict, gpu("TF32"))).getLast();
    assertThat(tf32.key().setup().mathMode()).isEqualTo("TF32");
    double peak = strict.sentinel().gemmFlops().get("TF32").asOptional().orElseThrow();
    assertThat(tf32.peakFlops()).isEqualTo(Measured.of(peak));
    assertThat(tf32.shareOfPeak().asOptional().orElseThrow())
        .isCloseTo(
            2.0
                * strict.workload().passMacs().asOptional().orElseThrow()
                / peak
                / tf32.secondsPerImage().value(),
            byShare(1e-9));
  }

  @Test
  void aModeWhoseProductWasNotMeasuredHasNoShare() {
    SummaryRow bf16 = SummaryRow.of(List.of(gpu("STRICT_FP32"), gpu("BF16"))).getLast();
    assertThat(bf16.shareOfPeak().describe())
        .isEqualTo("unavailable: no matrix product was measured in BF16");
  }

  @Test
  void theTableOfDevicesShowsEveryModeOrWhyNot() {
    List<List<Element>> devices =
        page(List.of(gpu("STRICT_FP32"), plain(40)))
            .rows(
                "Devices; the limits are medians of the sentinel's measurements on the device"
                    + " itself");
    assertThat(devices.getFirst().get(8).getTextContent())
        .contains("STRICT_FP32 21.6 T")
        .contains("TF32 144 T");
    assertThat(devices.getLast().get(8).getTextContent())
        .startsWith("STRICT_FP32 132 G")
        .doesNotContain("TF32");
    assertThat(devices.getLast().get(8).getAttribute("title")).isEqualTo("TF32: a CPU has no TF32");
  }

  private static MeasurementRecord gpu(String mathMode) {
    Workload work = SyntheticRecords.workload("maps", Map.of("M", 40), 1);
    return SyntheticRecords.measurement(
        SyntheticRecords.GPU,
        new Workload(
            work.study(),
            work.variables(),
            work.choices(),
            work.net(),
            work.zooName(),
            work.pass(),
            work.batch(),
            work.weights(),
            work.forwardMacs(),
            work.denseForwardMacs(),
            work.passMacs(),
            mathMode,
            work.storage(),
            work.deterministic()),
        0,
        1,
        false);
  }

  private static MeasurementRecord plain(int maps) {
    return SyntheticRecords.measurement(
        SyntheticRecords.VECTOR,
        SyntheticRecords.workload("maps", Map.of("M", maps), 1),
        0,
        1,
        false);
  }
}
