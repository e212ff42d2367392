// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.Image;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageDecoderTest {
  private static int[] decode(byte[] bytes) {
    byte[] samples = ImageDecoder.decode(bytes, "test").samples();
    int[] values = new int[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(samples[i]);
    }
    return values;
  }

  @Test
  void coloursComeAsPlanes() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0x010203);
    picture.setRGB(1, 0, 0xfffefd);
    assertThat(decode(Fixtures.encode(picture, "png"))).containsExactly(1, 255, 2, 254, 3, 253);
  }

  @Test
  void grayIsReadAsItIsStored() {
    BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 100, 255});
    assertThat(decode(Fixtures.encode(picture, "png"))).containsExactly(0, 100, 255);
    BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {128, 0x8000, 0xffff});
    assertThat(decode(Fixtures.encode(deep, "png"))).containsExactly(0, 128, 255);
  }

  @Test
  void aPaletteOfGraysIsGrayAndOneOfColoursIsNot() {
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xffffff);
    Image image = ImageDecoder.decode(Fixtures.encode(bits, "png"), "test");
    assertThat(image.channels()).isEqualTo(1);
    assertThat(image.samples()).containsExactly(0, 255);
    BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    indexed.setRGB(0, 0, 0xff0000);
    assertThat(decode(Fixtures.encode(indexed, "png"))).containsExactly(255, 0, 0);
  }

  @Test
  void transparencyIsRefusedAndAnOpaqueAlphaChannelDropped() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0xff0a0b0c);
    picture.setRGB(1, 0, 0xff0d0e0f);
    assertThat(decode(Fixtures.encode(picture, "png"))).containsExactly(10, 13, 11, 14, 12, 15);
    picture.setRGB(1, 0, 0xfe0d0e0f);
    byte[] transparent = Fixtures.encode(picture, "png");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ImageDecoder.decode(transparent, "logo.png"))
        .withMessageContaining("logo.png: is transparent at row 0, column 1");
  }

  @Test
  void jpegComesOutNearWhatWentIn() {
    BufferedImage flat = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      flat.setRGB(i % 16, i / 16, 0x2080c0);
    }
    int[] values = decode(Fixtures.encode(flat, "jpeg"));
    assertThat(values[0]).isCloseTo(0x20, within(4));
    assertThat(values[256]).isCloseTo(0x80, within(4));
    assertThat(values[512]).isCloseTo(0xc0, within(4));
    BufferedImage gray = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setSamples(0, 0, 8, 1, 0, new int[8]);
    assertThat(ImageDecoder.decode(Fixtures.encode(gray, "jpeg"), "x").channels()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P2 2 1 255 7 9             | 1 | 7 9
          P2 # no maxval yet~2 1~3~1 3 | 1 | 85 255
          P3 1 2 255 1 2 3 4 5 6     | 3 | 1 4 2 5 3 6
          P5 2 1 255 AB              | 1 | 65 66
          P5#c~ 2 1 # d~255 AB       | 1 | 65 66
          P6 1 1 255 ABC             | 3 | 65 66 67
          P5 1 1 65535 @@            | 1 | 64
          P5 1 1 100 2               | 1 | 128
          """)
  void netpbmIsReadInAllItsWays(String text, int channels, String expected) {
    byte[] bytes = text.strip().replace('~', '\n').getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ImageDecoder.decode(bytes, "test").channels()).isEqualTo(channels);
    int[] values = Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(decode(bytes)).isEqualTo(values);
  }
}
