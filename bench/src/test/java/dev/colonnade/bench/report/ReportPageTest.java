// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static dev.colonnade.bench.report.ReportFixture.input;
import static dev.colonnade.bench.report.ReportFixture.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.SyntheticRecords.SyntheticDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The page as a document: whole, alone, escaped, and honest about what is missing. */
class ReportPageTest {
  @TempDir Path folder;

  @Test
  void pageStandsAlone() {
    String html = Report.html(input(SyntheticRecords.wholeRun(3)), "r.csv");
    ParsedPage page = new ParsedPage(html);
    assertThat(html).startsWith("<!DOCTYPE html>");
    assertThat(page.all("script")).isEmpty();
    assertThat(page.all("link")).isEmpty();
    assertThat(page.all("img")).isEmpty();
    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("url(")
        .doesNotContain("@import");
    assertThat(Report.html(input(SyntheticRecords.wholeRun(3)), "r.csv")).isEqualTo(html);
  }

  @Test
  void everyPictureHasTitleDescriptionAndUniqueIds() {
    ParsedPage page = page(SyntheticRecords.wholeRun(3));
    List<Element> plots = ParsedPage.ofClass(page.all("svg"), "plot");
    assertThat(plots).hasSize(3 * 2);
    Set<String> ids = new HashSet<>();
    for (Element plot : plots) {
      assertThat(plot.getAttribute("role")).isEqualTo("img");
      Element title = ParsedPage.within(plot, "title").getFirst();
      Element description = ParsedPage.within(plot, "desc").getFirst();
      assertThat(plot.getAttribute("aria-labelledby"))
          .isEqualTo(title.getAttribute("id") + " " + description.getAttribute("id"));
      assertThat(ids.add(title.getAttribute("id"))).isTrue();
      assertThat(description.getTextContent()).contains("cpu:0").contains("logarithmic");
    }
    for (Element link : page.all("a")) {
      String target = link.getAttribute("href");
      assertThat(
              target.equals("r.csv")
                  || page.all("h2").stream()
                      .anyMatch(h -> target.equals("#" + h.getAttribute("id"))))
          .as(target)
          .isTrue();
    }
  }

  @Test
  void textFromRecordsIsEscapedEverywhere() {
    SyntheticDevice evil =
        new SyntheticDevice(
            "x\"><script>alert(1)</script>:0",
            "<script>alert('name')</script>\u0001 & \"co\"",
            "<b>",
            2,
            1e-6,
            1e9);
    List<BenchmarkRecord> records =
        List.of(
            SyntheticRecords.measurement(
                evil, SyntheticRecords.workload("maps", Map.of("M", 20), 1), 0, 1, false),
            SyntheticRecords.measurement(
                evil, SyntheticRecords.workload("<i>\"study", Map.of("M", 20), 1), 0, 1, true),
            SyntheticRecords.failure(
                evil, FailureRecord.Kind.CRASHED, "<img src=x onerror=alert(1)>"));
    String html = Report.html(input(records), "r.csv");
    ParsedPage page = new ParsedPage(html);
    assertThat(page.all("script")).isEmpty();
    assertThat(page.all("img")).isEmpty();
    assertThat(page.all("b")).isEmpty();
    assertThat(page.all("i")).isEmpty();
    assertThat(html).doesNotContain("<script").doesNotContain("\u0001");
    assertThat(page.text())
        .contains("<script>alert('name')</script>\uFFFD & \"co\"")
        .contains("<img src=x onerror=alert(1)>");
  }

  @Test
  void noRecordsGiveAPageThatSaysSo() {
    ParsedPage page = page(List.of());
    assertThat(page.text())
        .contains("No measurement is in these records")
        .contains("Nothing was measured.");
    assertThat(page.all("svg")).isEmpty();
  }

  @Test
  void oneRecordGivesAPage() {
    ParsedPage page =
        page(
            List.of(
                SyntheticRecords.measurement(
                    SyntheticRecords.VECTOR,
                    SyntheticRecords.workload("own", Map.of("K", 3), 1),
                    0,
                    1,
                    false)));
    assertThat(page.rows("Results of the study own")).hasSize(1);
    assertThat(page.text()).contains("1 of 1 points come from one process");
  }

  @Test
  void failedDevicesStandWithTheirReason() {
    FailureRecord failure =
        SyntheticRecords.failure(
            SyntheticRecords.GPU, FailureRecord.Kind.UNAVAILABLE, "the driver is not loaded");
    assertThat(page(List.of(failure)).text())
        .contains("unavailable: the driver is not loaded")
        .contains("remedy: run it again with --verbose");
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(1);
    List<List<Element>> rows = page(records).rows("Results of the study maps");
    assertThat(rows.getLast().getFirst().getTextContent()).startsWith("tornado:0");
    assertThat(rows.getLast().getLast().getTextContent())
        .contains("crashed: the measuring process ended with signal 11");
  }

  @Test
  void absentFieldsAreListedWithTheirReasons() {
    assertThat(
            page(SyntheticRecords.wholeRun(1))
                .rows("Field of the record, why it holds no value, and where"))
        .extracting(
            cells -> cells.getFirst().getTextContent() + ": " + cells.get(1).getTextContent())
        .contains(
            "energy: no energy meter: RAPL is not readable here",
            "sentinel.gemmFlops.TF32: a CPU has no TF32",
            "timing.kernelNanosPerStep: the CPU has no device clock of its own");
  }

  @Test
  void filesAreWrittenSideBySide() throws IOException {
    Report.Files files =
        Report.write(SyntheticRecords.wholeRun(1), folder.resolve("out/report.html"));
    assertThat(files.html()).isRegularFile();
    assertThat(files.csv()).isEqualTo(folder.resolve("out/report.csv")).isRegularFile();
    assertThat(Files.readString(files.html())).contains("href=\"report.csv\"");
  }
}
