// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colonnade.models.data.ContactSheet;
import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigitSetTest {
  private static DataSet draw(String options, Split split) {
    return new DigitSet(DigitOptions.parse(options)).load(split);
  }

  /** Recorded once; another value means that everybody's generated digits have changed. */
  @ParameterizedTest
  @CsvSource({
    "'train=200,test=100', TRAIN, e43af133f22f7063295890faaee7e956993447a28df35423d2347af9a092f432",
    "'train=200,test=100', TEST, 5efd9786942f0bdd89fd26d5e09e8141cffb372e327f5e68ae50de1ed54da6b2",
    "'train=50,seed=-3,size=40,difficulty=hard', TRAIN,"
        + " 17bf340e35cfe043ea3eb2f2454f356450d8dda5bf2d9361406a650f15c59f00",
    "'train=50,seed=7,difficulty=easy', TRAIN,"
        + " 29a1fc15f26d69bf0ef21057c503ee1f5dcfbd2037dc4d3121757aaf24a0f789",
  })
  void theSameOptionsGiveTheSameBytesEverywhere(String options, Split split, String hash) {
    assertThat(draw(options, split).contentHash()).isEqualTo(hash);
  }

  @Test
  void aLargerSetBeginsWithTheSmallerOne() {
    DataSet small = draw("train=100", Split.TRAIN);
    assertThat(draw("train=230", Split.TRAIN).first(100).contentHash())
        .isEqualTo(small.contentHash());
  }

  @Test
  void everyTenExamplesHoldEachDigitOnce() {
    DataSet set = draw("train=200", Split.TRAIN);
    assertThat(set.classCounts()).containsOnly(20);
    for (int ten = 0; ten < 200; ten += 10) {
      Set<Integer> digits = new HashSet<>();
      for (int i = ten; i < ten + 10; i++) {
        digits.add(set.label(i));
      }
      assertThat(digits).hasSize(10);
    }
    assertThat(Arrays.asList(set.label(0), set.label(1), set.label(2), set.label(3)))
        .isNotEqualTo(Arrays.asList(set.label(10), set.label(11), set.label(12), set.label(13)));
  }

  @Test
  void noImageIsDrawnTwiceNorSharedBetweenSplitsOrSeeds() {
    Set<String> seen = new HashSet<>();
    int count = 0;
    for (String options : new String[] {"train=300,test=300", "train=300,test=300,seed=2"}) {
      for (Split split : Split.values()) {
        DataSet set = draw(options, split);
        for (int i = 0; i < set.size(); i++) {
          seen.add(Arrays.toString(set.image(i)));
          count++;
        }
      }
    }
    assertThat(seen).hasSize(count);
  }

  @Test
  void everyDigitHasInkInTheMiddleAtEverySize() {
    for (int size : new int[] {12, 28, 64}) {
      DataSet set = draw("train=200,size=" + size, Split.TRAIN);
      for (int i = 0; i < set.size(); i++) {
        int brightest = 0;
        long sum = 0;
        for (byte pixel : set.image(i)) {
          brightest = Math.max(brightest, Byte.toUnsignedInt(pixel));
          sum += Byte.toUnsignedInt(pixel);
        }
        assertThat(brightest).as("image %d of size %d", i, size).isGreaterThan(60);
        assertThat((double) sum / (255L * size * size)).isBetween(0.01, 0.6);
      }
    }
  }

  @Test
  void theSetIsHardForALinearClassifierAndForNeighboursButLearnable() {
    DataSet train = draw("train=4000,test=1000", Split.TRAIN);
    DataSet test = draw("train=4000,test=1000", Split.TEST);
    double linear = SimpleClassifiers.linearErrorPercent(train, test, 12);
    double neighbour = SimpleClassifiers.nearestNeighbourErrorPercent(train, test.first(400));
    System.out.printf(
        "generated digits, 4000 + 1000: linear softmax %.1f %%, nearest neighbour %.1f %%%n",
        linear, neighbour);
    assertThat(linear).isBetween(8.0, 30.0);
    assertThat(neighbour).isBetween(2.0, 25.0).isLessThan(linear);
  }

  @Test
  void difficultyOrdersTheError() {
    double[] errors = new double[3];
    for (Difficulty difficulty : Difficulty.values()) {
      String options = "train=2000,test=500,difficulty=" + difficulty.name();
      errors[difficulty.ordinal()] =
          SimpleClassifiers.linearErrorPercent(
              draw(options, Split.TRAIN), draw(options, Split.TEST), 6);
    }
    assertThat(errors[0]).isLessThan(errors[1]);
    assertThat(errors[1]).isLessThan(errors[2]);
    assertThat(errors[2]).isLessThan(60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "train=",
        "train=5",
        "train=ten",
        "size=400",
        "size=8",
        "difficulty=mean",
        "colour=red",
        "seed=1,,",
        "train=99999999999"
      })
  void badOptionsAreRefusedWithTheNotation(String options) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DigitOptions.parse(options))
        .withMessageContaining("unknown or out of range")
        .withMessageContaining("difficulty=easy|normal|hard");
  }

  @Test
  void optionsAreWrittenAsTheyAreRead() {
    DigitOptions options = DigitOptions.parse("test=20,seed=-9,difficulty=Hard");
    assertThat(options).hasToString("digits:train=10000,test=20,seed=-9,size=28,difficulty=hard");
    assertThat(DigitOptions.parse(options.toString().substring("digits:".length())))
        .isEqualTo(options);
    assertThat(DigitOptions.parse("")).isEqualTo(DigitOptions.DEFAULT);
  }

  @Test
  void aContactSheetShowsEachClassInItsRow(@TempDir Path folder) throws Exception {
    DataSet set = draw("train=30", Split.TRAIN);
    Path file = folder.resolve("sheet.png");
    ContactSheet.write(set, 3, file);
    var sheet = ImageIO.read(file.toFile());
    int factor = sheet.getHeight() / 10 / set.height();
    assertThat(sheet.getWidth()).isEqualTo(3 * (28 * factor + 2));
    int firstSeven = 0;
    while (set.label(firstSeven) != 7) {
      firstSeven++;
    }
    int x = 14 * factor;
    int y = 7 * (28 * factor + 2) + 9 * factor;
    assertThat(sheet.getRGB(x, y) & 255).isEqualTo(set.pixel(firstSeven, 0, 9, 14));
    assertThat(folder.toFile().list()).containsExactly("sheet.png");
  }
}
