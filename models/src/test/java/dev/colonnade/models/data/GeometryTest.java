// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeometryTest {
  private static Image gray(int height, int width, int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return new Image(1, height, width, bytes);
  }

  private static int[] values(Image image) {
    int[] values = new int[image.samples().length];
    Arrays.setAll(values, i -> Byte.toUnsignedInt(image.samples()[i]));
    return values;
  }

  @Test
  void anOddRowAndColumnOfZerosGoBelowAndToTheRight() {
    Image padded = Geometry.pad(3, 3).apply(gray(2, 2, 1, 2, 3, 4), "x");
    assertThat(values(padded)).containsExactly(1, 2, 0, 3, 4, 0, 0, 0, 0);
  }

  @Test
  void evenPaddingIsCentred() {
    Image padded = Geometry.pad(3, 4).apply(gray(1, 2, 5, 6), "x");
    assertThat(values(padded)).containsExactly(0, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0);
  }

  @Test
  void everyChannelIsPadded() {
    Image padded = Geometry.pad(1, 2).apply(new Image(3, 1, 1, new byte[] {1, 2, 3}), "x");
    assertThat(values(padded)).containsExactly(1, 0, 2, 0, 3, 0);
  }

  @Test
  void aWholeSetIsBroughtToTheFrameOfTheNet() {
    byte[] images = new byte[2 * 28 * 28];
    Arrays.fill(images, (byte) 7);
    DataSet set = DataSet.wrap("d", Split.TRAIN, "m", 1, 28, 28, List.of("0"), images, new int[2]);
    DataSet framed = Geometry.pad(29, 29).apply(set);
    assertThat(framed.height()).isEqualTo(29);
    assertThat(framed.width()).isEqualTo(29);
    for (int i = 0; i < 29; i++) {
      assertThat(framed.pixel(1, 0, 28, i)).isZero();
      assertThat(framed.pixel(1, 0, i, 28)).isZero();
    }
    assertThat(framed.pixel(1, 0, 0, 0)).isEqualTo(7);
    assertThat(framed.pixel(1, 0, 27, 27)).isEqualTo(7);
  }

  @Test
  void enlargingInterpolatesBetweenPixelCentres() {
    Image resized = Geometry.resize(1, 4).apply(gray(1, 2, 0, 200), "x");
    assertThat(values(resized)).containsExactly(0, 50, 150, 200);
  }

  @Test
  void shrinkingByTwoUsesAllPixelsUnderTheTriangle() {
    // Centres at 0.5 and 2.5; distances 0.5, 0.5, 1.5 of a triangle with support 2, cut at the
    // edge.
    Image resized = Geometry.resize(1, 2).apply(gray(1, 4, 0, 0, 0, 210), "x");
    assertThat(values(resized)).containsExactly(0, 90);
  }

  @Test
  void theAspectRatioIsKeptWhenAsked() {
    Image fitted = Geometry.resizeAndPad(4, 4).apply(gray(1, 2, 9, 9), "x");
    assertThat(values(fitted)).containsExactly(0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0);
  }

  @Property(tries = 200)
  void aPlainImageStaysPlainAtAnySize(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll @IntRange(min = 0, max = 255) int level) {
    int[] samples = new int[height * width];
    Arrays.fill(samples, level);
    Image resized = Resampling.resize(gray(height, width, samples), newHeight, newWidth);
    assertThat(values(resized)).hasSize(newHeight * newWidth).containsOnly(level);
  }

  @Property(tries = 100)
  void resizingCommutesWithMirroring(
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int newWidth,
      @ForAll long seed) {
    int[] samples = new Random(seed).ints(width, 0, 256).toArray();
    int[] mirrored = new int[width];
    Arrays.setAll(mirrored, i -> samples[width - 1 - i]);
    int[] one = values(Resampling.resize(gray(1, width, samples), 1, newWidth));
    int[] other = values(Resampling.resize(gray(1, width, mirrored), 1, newWidth));
    for (int i = 0; i < newWidth; i++) {
      assertThat(one[i]).isCloseTo(other[newWidth - 1 - i], Offset.offset(1));
    }
  }

  @Test
  void coloursBecomeLumaAndGrayIsRepeated() {
    Image red = new Image(3, 1, 1, new byte[] {(byte) 255, 0, 0});
    assertThat(values(Channels.GRAY.apply(red))).containsExactly(76);
    assertThat(values(Channels.RGB.apply(gray(1, 2, 3, 200))))
        .containsExactly(3, 200, 3, 200, 3, 200);
    assertThat(Channels.AS_STORED.apply(red)).isSameAs(red);
  }

  @Test
  void aFrameThatIsTooSmallIsNamedWithTheRemedy() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Geometry.pad(4, 4).apply(gray(1, 5, 0, 0, 0, 0, 0), "cat.png"))
        .withMessageContaining("cat.png")
        .withMessageContaining("1x5")
        .withMessageContaining("resize:4x4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "pad:29x29", "resize:48x47", "fit:32x33"})
  void theNotationIsReadAndWritten(String text) {
    assertThat(Geometry.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "29", "pad:29", "pad:0x3", "crop:3x3", "pad:-1x3", "pad:999999x1"})
  void badNotationIsRefused(String text) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Geometry.parse(text))
        .withMessageContaining("not a geometry");
  }
}
