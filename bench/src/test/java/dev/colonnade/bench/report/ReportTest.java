// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.SyntheticRecords.SyntheticDevice;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.bench.study.Study;
import dev.colonnade.bench.study.StudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportTest {

  @TempDir Path folder;

  private static final List<ReferencePoint> REFERENCES =
      List.of(
          reference("unread-100", 100, 2.2e-3, false),
          reference("unread-400", 400, 17.5e-3, false),
          reference("read-200", 200, 5e-3, true));

  private static ReferencePoint reference(String id, int maps, double seconds, boolean verified) {
    return new ReferencePoint(
        "maps",
        id,
        "Invented Paper 1900, table 7",
        "Invented Device",
        "3x32x32-" + maps + "C5-10N",
        OptionalInt.of(maps),
        9_000.0 * maps + 1_200.0 * maps * maps,
        seconds,
        "whole epoch",
        verified ? "seen" : "memory +",
        verified);
  }

  private static ReportInput input(List<BenchmarkRecord> records) {
    return new ReportInput(
        records,
        List.of(new StudyInfo("maps", "Maps & more", "Is 1 < 2?")),
        REFERENCES,
        List.of("A notice."));
  }

  private static ParsedPage page(List<BenchmarkRecord> records) {
    return new ParsedPage(Report.html(input(records), "r.csv"));
  }

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
            median(members.stream().mapToDouble(ReportTest::medianSecondsPerImage).toArray());
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

  @Test
  void pointsAreHollowByMarkAndRingedByExtrapolation() {
    ParsedPage page = page(SyntheticRecords.wholeRun(3));
    Element first = ParsedPage.ofClass(page.all("svg"), "wide").getFirst();
    List<Element> points = ParsedPage.ofClass(ParsedPage.within(first, "g"), "point");
    assertThat(points).hasSize(8 + 8 + 7 + REFERENCES.size());
    List<Element> polygons = ParsedPage.within(first, "polygon");
    assertThat(ParsedPage.ofClass(ParsedPage.ofClass(polygons, "published"), "hollow")).hasSize(2);
    assertThat(ParsedPage.ofClass(polygons, "published")).hasSize(3);
    List<Element> rings = ParsedPage.ofClass(ParsedPage.within(first, "circle"), "ring");
    assertThat(rings).hasSize(2);
    for (Element point : points) {
      String hover = ParsedPage.within(point, "title").getFirst().getTextContent();
      boolean ringed = !ParsedPage.ofClass(ParsedPage.within(point, "circle"), "ring").isEmpty();
      assertThat(ringed).as(hover).isEqualTo(hover.contains("extrapolated"));
    }
    assertThat(ParsedPage.ofClass(ParsedPage.within(first, "path"), "limit")).hasSize(3);
    assertThat(ParsedPage.ofClass(ParsedPage.within(first, "text"), "note"))
        .extracting(Element::getTextContent)
        .containsOnly("n=9");
  }

  @Test
  void publishedFiguresStayOutOfTheHeadlines() {
    ParsedPage page = page(SyntheticRecords.wholeRun(3));
    List<String> headlines =
        page.all("li").stream()
            .map(Element::getTextContent)
            .filter(text -> text.contains("images/s at the largest net"))
            .toList();
    assertThat(headlines).hasSize(3).noneMatch(text -> text.contains("Invented"));
    assertThat(page.rows("Published figures drawn above"))
        .hasSize(3)
        .filteredOn(cells -> cells.get(6).getTextContent().contains("(unverified)"))
        .hasSize(2);
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
            "device.powerWatts: no energy meter: RAPL is not readable here",
            "timing.kernelNanosPerStep: the CPU has no device clock of its own");
  }

  @Test
  void shippedStudiesBringTheirPublishedFiguresUnverified() {
    ReportInput input = ReportInput.of(SyntheticRecords.wholeRun(1), Studies.shipped());
    assertThat(input.references())
        .extracting(ReferencePoint::maps)
        .containsExactly(
            OptionalInt.of(100), OptionalInt.of(200), OptionalInt.of(300), OptionalInt.of(400));
    assertThat(input.references())
        .allSatisfy(r -> {
          assertThat(r.verified()).isFalse();
          assertThat(r.net()).contains("kernel sizes assumed");
          assertThat(r.study()).isEqualTo("maps");
        });
    assertThat(input.references().getFirst().secondsPerImage()).isEqualTo(111.0 / 50_000);
    ParsedPage page = new ParsedPage(Report.html(input, "r.csv"));
    List<Element> stars = ParsedPage.ofClass(page.all("polygon"), "published");
    assertThat(stars).isNotEmpty();
    assertThat(ParsedPage.ofClass(stars, "hollow")).hasSameSizeAs(stars);
  }

  @Test
  void figureThatIsNotThereIsRefused() {
    Study maps = Studies.find("maps");
    Study wrong =
        new Study(
            maps.id(),
            maps.title(),
            maps.question(),
            "own.toml",
            maps.template(),
            maps.zoo(),
            maps.devices(),
            List.of("a1-cifar10"),
            maps.presets());
    assertThatThrownBy(() -> ReportInput.of(SyntheticRecords.wholeRun(1), List.of(wrong)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("own.toml: the published figure \"a1-cifar10\" cannot be drawn");
  }

  @Test
  void peakMeasuredByOneProcessServesTheWholeRun() {
    MeasurementRecord with =
        SyntheticRecords.measurement(
            SyntheticRecords.VECTOR,
            SyntheticRecords.workload("maps", Map.of("M", 20), 1),
            0,
            1,
            false);
    MeasurementRecord other =
        SyntheticRecords.measurement(
            SyntheticRecords.VECTOR,
            SyntheticRecords.workload("maps", Map.of("M", 40), 1),
            0,
            1,
            false);
    Measured<Double> none = Measured.unavailable("another process measured them");
    MeasurementRecord without =
        new MeasurementRecord(
            other.id(),
            other.run(),
            other.machine(),
            other.device(),
            other.workload(),
            other.plan(),
            other.timing(),
            other.accuracy(),
            other.extent(),
            new Sentinel(none, none, none, none),
            other.joulesPerImage());
    assertThat(SummaryRow.of(List.of(with, without)))
        .extracting(SummaryRow::peakFlops)
        .containsOnly(with.sentinel().fmaFlops());
    assertThat(SummaryRow.of(List.of(without)).getFirst().shareOfPeak().describe())
        .contains("another process measured them");
  }

  @Test
  void peakBelowItsOwnPointsIsCalledWrong() {
    MeasurementRecord m =
        SyntheticRecords.measurement(
            SyntheticRecords.VECTOR,
            SyntheticRecords.workload("maps", Map.of("M", 40), 1),
            0,
            1,
            false);
    Measured<Double> none = Measured.unavailable("not measured");
    MeasurementRecord disturbed =
        new MeasurementRecord(
            m.id(),
            m.run(),
            m.machine(),
            m.device(),
            m.workload(),
            m.plan(),
            m.timing(),
            m.accuracy(),
            m.extent(),
            new Sentinel(none, none, Measured.of(1e9), none),
            m.joulesPerImage());
    ParsedPage page = page(List.of(disturbed));
    assertThat(page.rows("Results of the study maps").getFirst().get(5).getTextContent())
        .endsWith("peak too low");
    assertThat(page.text()).contains("1 point ran faster than the device's measured peak");
    assertThat(page.text()).doesNotContain("% of its measured peak");
  }

  @Test
  void filesAreWrittenSideBySide() throws IOException {
    Report.Files files =
        Report.write(SyntheticRecords.wholeRun(1), folder.resolve("out/report.html"));
    assertThat(files.html()).isRegularFile();
    assertThat(files.csv()).isEqualTo(folder.resolve("out/report.csv")).isRegularFile();
    assertThat(Files.readString(files.html())).contains("href=\"report.csv\"");
  }

  private static SummaryRow row(List<BenchmarkRecord> records, String device, int maps) {
    return SummaryRow.of(input(records).measurements()).stream()
        .filter(r -> r.key().study().equals("maps"))
        .filter(r -> r.key().setup().deviceId().equals(device))
        .filter(r -> r.key().variables().get("M") == maps)
        .findFirst()
        .orElseThrow();
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

  private static Percentage byShare(double share) {
    return Percentage.withPercentage(100 * share);
  }
}
