// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static dev.colonnade.bench.report.ReportFixture.REFERENCES;
import static dev.colonnade.bench.report.ReportFixture.input;
import static dev.colonnade.bench.report.ReportFixture.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.report.plot.Plot;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.bench.study.Study;
import dev.colonnade.bench.study.StudyException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Published figures stand beside measurements, and never among them. */
class PublishedPointsTest {
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
  void shippedStudiesBringTheirPublishedFiguresUnverified() {
    // The seconds of 2011 cover an epoch: beside training steps they do not stand.
    assertThat(ReportInput.of(SyntheticRecords.wholeRun(1), Studies.shipped()).references())
        .isEmpty();
    List<MeasurementRecord> epochs =
        Stream.of(100, 400)
            .map(maps ->
                SyntheticRecords.measurement(
                    SyntheticRecords.GPU,
                    SyntheticRecords.of(
                        SyntheticRecords.workload("maps", Map.of("M", maps), 1), Pass.PAPER_EPOCH),
                    0,
                    1,
                    true))
            .toList();
    ReportInput input = ReportInput.of(epochs, Studies.shipped());
    assertThat(input.references())
        .extracting(ReferencePoint::maps)
        .containsExactly(
            OptionalInt.of(100), OptionalInt.of(200), OptionalInt.of(300), OptionalInt.of(400));
    assertThat(input.references())
        .allSatisfy(r -> {
          assertThat(r.verified()).isFalse();
          assertThat(r.net()).contains("kernel sizes assumed");
          assertThat(r.study()).isEqualTo("maps");
          assertThat(r.pass()).isEqualTo(Pass.PAPER_EPOCH);
          assertThat(r.lowMacs()).isLessThan(r.forwardMacs());
          assertThat(r.highMacs()).isGreaterThan(r.forwardMacs());
        });
    assertThat(input.references().getFirst().secondsPerImage()).isEqualTo(111.0 / 50_000);
    ParsedPage page = new ParsedPage(Report.html(input, "r.csv"));
    List<Element> stars = ParsedPage.ofClass(page.all("polygon"), "published");
    assertThat(stars).isNotEmpty();
    assertThat(ParsedPage.ofClass(stars, "hollow")).hasSameSizeAs(stars);
    assertThat(ParsedPage.ofClass(page.all("path"), "range")).hasSize(2 * 4);
  }

  /** Even if somebody hands figures of another contract to the page. */
  @Test
  void aFigureIsDrawnInThePictureOfItsPassAlone() {
    List<SummaryRow> rows =
        SummaryRow.of(input(SyntheticRecords.wholeRun(1)).measurements()).stream()
            .filter(row -> row.key().study().equals("maps"))
            .toList();
    assertThat(series(rows, REFERENCES)).contains(Plot.Kind.PUBLISHED);
    List<ReferencePoint> epochs =
        REFERENCES.stream()
            .map(r ->
                new ReferencePoint(
                    r.study(),
                    r.id(),
                    r.source(),
                    r.device(),
                    r.net(),
                    r.maps(),
                    r.forwardMacs(),
                    r.lowMacs(),
                    r.highMacs(),
                    Pass.PAPER_EPOCH,
                    r.secondsPerImage(),
                    r.timed(),
                    r.mark(),
                    r.verified()))
            .toList();
    assertThat(series(rows, epochs)).doesNotContain(Plot.Kind.PUBLISHED);
  }

  private static List<Plot.Kind> series(List<SummaryRow> rows, List<ReferencePoint> references) {
    return new Picture("p", "t", rows, references, new Styles())
        .plot().series().stream().map(Plot.Series::kind).toList();
  }

  @Test
  void aFigureThatSaysNotWhatItCoversIsRefused() {
    Study maps = Studies.find("maps");
    Study wrong = Studies.parse("own.toml", OWN.replace("a5-100-5-none-time", "f1-deepcl-epoch"));
    assertThat(ReportInput.of(List.of(), List.of(maps)).references()).isEmpty();
    assertThatThrownBy(() -> ReportInput.of(List.of(), List.of(wrong)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("own.toml: the published figure \"f1-deepcl-epoch\"");
  }

  private static final String OWN =
      """
      schema = "colonnade-study/1"
      id = "own"
      title = "Own"
      question = "?"
      passes = ["paper-epoch"]
      devices = ["*"]
      batches = [1]
      published = ["a5-100-5-none-time"]

      [net]
      zoo = ["dannet-cifar10-100"]

      [presets.default]
      processes = 1
      samples = 1
      sample-milliseconds = 1
      warm-up-milliseconds = 1
      cap-seconds = 1
      """;

  @Test
  void figureThatIsNotThereIsRefused() {
    Study maps = Studies.find("maps");
    Study wrong =
        new Study(
            maps.id(),
            maps.title(),
            maps.question(),
            "own.toml",
            maps.nets(),
            maps.devices(),
            List.of("a1-cifar10"),
            maps.drawing(),
            maps.oneThread(),
            maps.presets());
    assertThatThrownBy(() -> ReportInput.of(SyntheticRecords.wholeRun(1), List.of(wrong)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("own.toml: the published figure \"a1-cifar10\" cannot be drawn");
  }
}
