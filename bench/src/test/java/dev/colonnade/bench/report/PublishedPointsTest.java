// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static dev.colonnade.bench.report.ReportFixture.REFERENCES;
import static dev.colonnade.bench.report.ReportFixture.input;
import static dev.colonnade.bench.report.ReportFixture.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.bench.study.Study;
import dev.colonnade.bench.study.StudyException;
import java.util.List;
import java.util.OptionalInt;
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
}
