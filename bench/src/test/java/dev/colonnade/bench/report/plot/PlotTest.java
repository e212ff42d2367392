// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.234e-9 | 1.23 ns",
        "9.996e-7 | 1.00 µs",
        "5.76e-4 | 576 µs",
        "0.9996 | 1.00 s",
        "1 | 1.00 s",
        "12.34 | 12.3 s",
        "4321 | 4,321 s",
        "0 | 0 s",
        "-6.33e-6 | -6.33 µs",
      })
  void secondsHaveThreeDigits(double seconds, String expected) {
    assertThat(Numbers.seconds(seconds)).isEqualTo(expected);
  }

  @Test
  void quantitiesAreShort() {
    assertThat(Numbers.si(2_280_000L, "MAC")).isEqualTo("2.28 MMAC");
    assertThat(Numbers.si(999_600L, "")).isEqualTo("1.00 M");
    assertThat(Numbers.si(12, "")).isEqualTo("12.0");
    assertThat(Numbers.rate(1063943.4)).isEqualTo("1,063,943");
    assertThat(Numbers.rate(94.8234)).isEqualTo("94.82");
    assertThat(Numbers.percent(0.00116)).isEqualTo("0.116 %");
    assertThat(Numbers.scientific(3.14e-13)).isEqualTo("3.1e-13");
    assertThat(Numbers.scientific(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.tick("10.0 ms")).isEqualTo("10 ms");
    assertThat(Numbers.tick("1.50 M")).isEqualTo("1.50 M");
    assertThat(Numbers.tick("100")).isEqualTo("100");
  }

  @Property
  void axesHoldTheirValuesAndHaveSensibleTicks(
      @ForAll @DoubleRange(min = -9, max = 9) double firstDecade,
      @ForAll @DoubleRange(min = 0, max = 8) double decades,
      @ForAll @IntRange(min = 4, max = 10) int most) {
    double low = Math.pow(10, firstDecade);
    double high = low * Math.pow(10, decades);
    Scale scale = Scale.logarithmic(new double[] {low, high}, String::valueOf);
    assertThat(scale.position(low)).isBetween(0.0, 1.0);
    assertThat(scale.position(high)).isBetween(0.0, 1.0);
    List<Double> ticks = scale.ticks(most);
    assertThat(ticks).isSorted().hasSizeBetween(1, most);
    assertThat(ticks).allMatch(t -> t >= scale.low() && t <= scale.high());
  }

  @Test
  void emptyAxisIsDrawable() {
    Scale scale = Scale.logarithmic(new double[0], String::valueOf);
    assertThat(scale.position(1)).isEqualTo(0);
    assertThat(scale.position(10)).isCloseTo(1, within(1e-12));
    assertThatThrownBy(() -> new Scale(0, 1, String::valueOf))
        .hasMessageContaining("does not exist");
  }

  @Test
  void markersAreAllDifferent() {
    List<String> shapes =
        Arrays.stream(Marker.values())
            .map(marker -> {
              Markup svg = new Markup();
              marker.draw(svg, 0, 0, 5, "x");
              return svg.toString();
            })
            .toList();
    assertThat(shapes).doesNotHaveDuplicates();
    assertThat(Marker.ofSeries(Marker.SERIES_SHAPES)).isEqualTo(Marker.ofSeries(0));
    assertThat(Marker.ofSeries(Marker.SERIES_SHAPES - 1)).isNotEqualTo(Marker.STAR);
  }

  @Test
  void labelsKeepOffPointsAndEachOther() {
    LabelPlacement placement = new LabelPlacement(new LabelPlacement.Box(0, 0, 100, 100));
    placement.occupy(new LabelPlacement.Box(45, 45, 10, 10));
    LabelPlacement.Box first = placement.near(50, 50, 20, 10, 6).orElseThrow();
    LabelPlacement.Box second = placement.near(50, 50, 20, 10, 6).orElseThrow();
    assertThat(first.overlaps(second)).isFalse();
    assertThat(first.overlaps(new LabelPlacement.Box(45, 45, 10, 10))).isFalse();
    assertThat(placement.near(50, 50, 200, 10, 6)).isEmpty();
  }

  @Test
  void markupEscapesAndKeepsItsBalance() {
    assertThat(new Markup().element("p", "<&>\"'", "title", "a\"<\u0000").toString())
        .isEqualTo("<p title=\"a&quot;&lt;\uFFFD\">&lt;&amp;&gt;&quot;&#39;</p>");
    assertThatThrownBy(() -> new Markup().open("p").toString()).hasMessageContaining("not closed");
    assertThatThrownBy(() -> new Markup().style("</style>")).hasMessageContaining("style sheet");
    assertThatThrownBy(() -> new Markup().open("p", "id")).hasMessageContaining("in turn");
  }
}
