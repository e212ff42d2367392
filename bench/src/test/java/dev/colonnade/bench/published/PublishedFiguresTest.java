// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.zoo.Mark;
import dev.colonnade.models.zoo.PublishedResult;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import dev.colonnade.models.zoo.ZooException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedFiguresTest {

  private static final String ONE =
      """
      [[figure]]
      id = "x"
      table = "A1"
      what = "test error"
      values = [1.0]
      unit = "%"
      condition = "none"
      source = "nobody"
      where = "nowhere"
      mark = "seen"
      """;

  private final PublishedFigures figures = PublishedFigures.load();

  @Test
  void everyTableOfTheSheetIsThere() {
    for (String table : List.of("A1", "A3", "A4", "A5", "A6", "B3", "C2", "D", "E1", "F1")) {
      assertThat(figures.ofTable(table)).as(table).isNotEmpty();
    }
    assertThat(figures.all()).hasSizeGreaterThan(130);
  }

  @Test
  void onlyWhatWasSeenMayBeAHeadline() {
    assertThat(figures.headline()).isNotEmpty().allMatch(figure -> figure.mark() == Mark.SEEN);
    for (PublishedFigure figure : figures.all()) {
      if (figure.mark() == Mark.SEEN) {
        assertThat(figures.headline(figure.id())).isSameAs(figure);
        assertThat(figures.headline()).contains(figure);
      } else {
        assertThat(figures.headline()).doesNotContain(figure);
        assertThat(figure.valueText()).contains("unverified");
        assertThatExceptionOfType(ZooException.class)
            .isThrownBy(() -> figures.headline(figure.id()))
            .withMessageContaining("only figures marked seen");
      }
    }
    assertThat(figures.all()).extracting(PublishedFigure::mark).contains(Mark.MEMORY, Mark.DERIVED);
  }

  @Test
  void everyNetNamedIsInTheZoo() {
    assertThat(figures.all())
        .allSatisfy(figure -> figure.net().ifPresent(net -> assertThat(Zoo.names()).contains(net)));
  }

  @Test
  void theZooReportsNoResultWithABetterMark() {
    for (Recipe recipe : Zoo.all()) {
      for (PublishedResult result : recipe.published()) {
        if (result.mark() == Mark.SEEN) {
          assertThat(figures.headline())
              .as("%s: %s", recipe.name(), result)
              .anyMatch(figure -> figure.low() == result.value());
        }
      }
    }
  }

  @Test
  void theScalingTableHasItsFifteenRows() {
    assertThat(figures.scalingTable())
        .extracting(PublishedFigures.ScalingRow::number)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    assertThat(figures.scalingTable().get(8).figures())
        .extracting(id -> figures.get(id).low())
        .containsExactly(111.0, 248.0, 532.0, 875.0);
  }

  /**
   * The sheet's own arithmetic: local exponents of time in maps, 1.16, 1.88, 1.73, and 1.49 in all.
   */
  @ParameterizedTest
  @CsvSource({"100, 200, 1.16", "200, 300, 1.88", "300, 400, 1.73", "100, 400, 1.49"})
  void theSizeSeriesHasTheExponentsOfTheSheet(int few, int many, double exponent) {
    double low = figures.get("a5-%d-5-none-time".formatted(few)).low();
    double high = figures.get("a5-%d-5-none-time".formatted(many)).low();

    assertThat(Math.log(high / low) / Math.log((double) many / few))
        .isCloseTo(exponent, within(0.005));
  }

  /** Derived figures follow from those they are derived from. */
  @Test
  void derivedFiguresCanBeRecomputed() {
    double hours = figures.get("b3-training").low();
    assertThat(hours * 4 / 25).isCloseTo(figures.get("b3-training-column").low(), within(0.05));
    assertThat(figures.get("b3-recall").low() * 25)
        .isCloseTo(figures.get("b3-recall-column").low(), within(50.0));
    double epoch = figures.get("c2-training").low() * 3600 / 800;
    assertThat(epoch).isCloseTo(figures.get("c2-epoch").low(), within(0.5));
    assertThat(60_000 / epoch).isCloseTo(figures.get("c2-rate").low(), within(5.0));
    assertThat(figures.get("c2-training").low() * 35).isEqualTo(figures.get("c2-committee").low());

    long weights = LayerTable.of(Zoo.get("mlp-2010-4").net()).weights();
    double milliseconds = 1e3 * weights / figures.get("d-updates").low();
    assertThat(milliseconds).isCloseTo(figures.get("d-4-per-pattern").low(), within(0.05));
    assertThat(60 * milliseconds).isCloseTo(figures.get("d-4-epoch").low(), within(0.5));

    double flops = 2.0 * 3 * LayerTable.of(Zoo.get("dannet-norb").net()).denseMacs() * 24_300;
    assertThat(flops / figures.get("a4-5-ip-time").low() / 1e9)
        .isBetween(figures.get("a6-gpu-rate").low(), figures.get("a6-gpu-rate").high());
    assertThat(flops / figures.get("a4-0-plain-time").low() / 1e9)
        .isBetween(figures.get("a6-gpu-rate").low(), figures.get("a6-gpu-rate").high());
    assertThat(flops / (figures.get("a6-cpu-epoch").low() * 3600) / 1e9)
        .isCloseTo(figures.get("a6-cpu-rate").low(), within(0.05));
  }

  @ParameterizedTest
  @CsvSource({
    "mlp-2010-1, d-1-weights",
    "mlp-2010-2, d-2-weights",
    "mlp-2010-3, d-3-weights",
    "mlp-2010-4, d-4-weights",
    "mlp-2010-5, d-5-weights"
  })
  void publishedWeightsAgreeWithOurCountToTheLastPrintedDigit(String net, String id) {
    assertThat(LayerTable.of(Zoo.get(net).net()).weights() / 1e6)
        .isCloseTo(figures.get(id).low(), within(0.0101));
  }

  @Test
  void valuesAreWrittenWithTheirKindAndMark() {
    assertThat(figures.get("a6-over-60").valueText()).isEqualTo("> 60 x [seen]");
    assertThat(figures.get("e1-chellapilla-gpu").valueText()).isEqualTo("3.1 to 4.1 x [seen]");
    assertThat(figures.get("a5-100-5-none-error").valueText())
        .isEqualTo("20.26 +- 0.21 % [memory, unverified]");
    assertThat(figures.get("d-updates").valueText()).isEqualTo("up to 7.5e+09 1/s [seen]");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          values = [1.0]      | values = [1.0, 2.0]                     | needs one value, but has [1.0, 2.0]
          values = [1.0]      | values = []                             | needs one value, but has []
          values = [1.0]      | values = [0.0]                          | must be above 0
          values = [1.0]      | values = ["1"]                          | figure[1].values[1]: a number is expected here
          mark = "seen"       | mark = "sure"                           | 'sure' is not one of seen, seen-2nd
          unit = "%"          | units = "%"                             | key figure[1].unit: the key is missing or misspelt
          """)
  void mistakesInAFileAreBlamedOnTheirKey(String good, String bad, String message) {
    assertThat(ONE).contains(good);
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> PublishedFigures.parse("mine.toml", ONE.replace(good, bad)))
        .withMessageStartingWith("mine.toml")
        .withMessageContaining(message);
  }

  @Test
  void rangesMustAscendAndIdsMustBeUniqueAndKnown() {
    String descending = ONE.replace("[1.0]", "[2.0, 1.0]") + "kind = \"range\"\n";
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> PublishedFigures.parse("mine.toml", descending))
        .withMessageContaining("must ascend");
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> PublishedFigures.parse("mine.toml", ONE + "\n" + ONE))
        .withMessage("mine.toml: two figures have the id x");
    String row = "\n[[scaling-table]]\nnumber = 1\ntitle = \"t\"\nfigures = [\"y\"]\n";
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> PublishedFigures.parse("mine.toml", ONE + row))
        .withMessageContaining("row 1 of the scaling table names the figure y");
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> figures.get("nothing"))
        .withMessage("there is no published figure 'nothing'");
  }
}
