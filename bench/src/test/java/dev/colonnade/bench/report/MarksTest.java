// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static dev.colonnade.bench.report.ReportFixture.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.SyntheticRecords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What makes a time doubtful stands beside it, wherever the time stands. */
class MarksTest {
  @Test
  void anUnsteadyPointIsMarkedInTheTerminalAndExplained() {
    String table =
        Report.terminalTable(List.of(SyntheticRecords.unsteady(gpu(20)), gpu(40)), false);
    List<String> rows = table.lines().filter(line -> line.contains("cuda:0")).toList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).containsPattern(" \\*[0-9,]+$");
    assertThat(rows.get(1)).doesNotContain("*").doesNotContain("!");
    assertThat(table)
        .contains("* not steady when the warm-up ended: the time may be too long\n")
        .doesNotContain("! the device");
  }

  @Test
  void steadyPointsOfACoolDeviceHaveNeitherMarkNorLegend() {
    assertThat(Report.terminalTable(List.of(gpu(20), gpu(40)), false))
        .doesNotContain("*")
        .doesNotContain("!");
  }

  @Test
  void aThrottledPointIsMarkedInTheTerminalWithItsReasons() {
    String table =
        Report.terminalTable(
            List.of(throttled(20, Map.of("power-cap", 4, "thermal-hardware", 1)), gpu(40)), false);
    List<String> rows = table.lines().filter(line -> line.contains("cuda:0")).toList();
    assertThat(rows.get(0)).containsPattern(" ![0-9,]+$");
    assertThat(rows.get(1)).doesNotContain("!");
    assertThat(table)
        .contains(
            "! the device was slowed down meanwhile (power-cap, thermal-hardware):"
                + " the time is not what it can do\n");
  }

  @Test
  void clocksThatSomebodyHasChosenAreNoMark() {
    assertThat(Report.terminalTable(List.of(throttled(20, Map.of("clocks-setting", 6))), false))
        .doesNotContain("!");
  }

  @Test
  void aThrottledPointIsMarkedOnThePage() {
    List<BenchmarkRecord> records =
        List.of(throttled(20, Map.of("power-cap", 4)), gpu(40), gpu(80));
    ParsedPage page = page(records);
    assertThat(page.rows("Results of the study maps"))
        .filteredOn(cells -> cells.size() > 7)
        .extracting(cells -> cells.get(7).getTextContent().replaceFirst("^[0-9,]+", ""))
        .containsExactly("throttled: power-cap (4 readings)", "", "");
    assertThat(page.text()).contains("1 point was measured while the device was slowed down");
    Element plot = ParsedPage.ofClass(page.all("svg"), "wide").getFirst();
    assertThat(ParsedPage.ofClass(ParsedPage.within(plot, "text"), "note"))
        .extracting(Element::getTextContent)
        .containsExactly("throttled");
    List<Element> conditions =
        page.rows(
                "Conditions while measuring, lowest to highest reading; the last column is the"
                    + " energy counter's, over the samples")
            .getFirst();
    assertThat(conditions)
        .extracting(Element::getTextContent)
        .containsExactly(
            "cuda:0host-5e7ec71c",
            "18",
            "1,850 to 1,980of at most 1,980",
            "2,600",
            "–",
            "300 to 650of at most 700",
            "power-cap in 4 readings",
            "325 WGPU board");
    assertThat(conditions.get(4).getAttribute("title"))
        .isEqualTo("the synthetic GPU has no thermometer");
  }

  @Test
  void aThrottledPointIsMarkedInTheCsv() {
    List<String> lines =
        Report.csv(ReportFixture.input(List.of(throttled(20, Map.of("power-cap", 4)), gpu(40))))
            .lines()
            .toList();
    int column = List.of(lines.getFirst().split(",")).indexOf("throttled");
    assertThat(lines.get(1).split(",")[column]).isEqualTo("power-cap");
    assertThat(lines.get(2).split(",")[column]).isEmpty();
  }

  private static MeasurementRecord gpu(int maps) {
    return SyntheticRecords.measurement(
        SyntheticRecords.GPU, SyntheticRecords.workload("maps", Map.of("M", maps), 1), 0, 1, false);
  }

  private static MeasurementRecord throttled(int maps, Map<String, Integer> reasons) {
    return SyntheticRecords.with(gpu(maps), Measured.of(SyntheticRecords.conditions(reasons)));
  }
}
