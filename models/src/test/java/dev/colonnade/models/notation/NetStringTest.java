// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.colonnade.models.notation.LayerSpec.Convolution;
import dev.colonnade.models.notation.LayerSpec.FullyConnected;
import dev.colonnade.models.notation.LayerSpec.MaxPooling;
import dev.colonnade.models.notation.LayerSpec.Rounding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetStringTest {

  @Test
  void readsTheMnistColumnOfCvpr2012() {
    NetSpec net = NetString.parse("1x29x29-20C4-MP2-40C5-MP3-150N-10N");

    assertThat(net.input()).isEqualTo(new MapShape(1, 29, 29));
    assertThat(net.layers())
        .containsExactly(
            Convolution.of(20, 4),
            MaxPooling.of(2),
            Convolution.of(40, 5),
            MaxPooling.of(3),
            new FullyConnected(150),
            new FullyConnected(10));
    assertThat(net.outputs())
        .extracting(MapShape::toString)
        .containsExactly("20x26x26", "20x13x13", "40x9x9", "40x3x3", "150", "10");
    assertThat(net.notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1x29x29-20C4-MP2-40C5-MP3-150N-10N",
        "2x48x48-100C5-MP2-100C5-MP2-100C4-MP2-300N-100N-6N",
        "3x32x32-300C3-MP2-300C2-MP2-300C3-MP2-300C2-MP2-300N-100N-10N",
        "1x48x48-100C3-MP2-200C2-MP2-300C2-MP2-400C2-MP2-500N-3755N",
        "3x48x48-100C7-MP2-150C4-MP2-250C4-MP2-300N-43N",
        "1x95x95-48C4-MP2-48C5-MP2-48C4-MP2-48C4-MP2-200N-2N",
        "3x101x101-16C2-MP2-16C3-MP2-16C3-MP2-16C2-MP2-16C2-MP2-100N-2N",
        "2x96x96-300C6/2-MP2-500C4-MP4-500N-5N",
        "3x227x227-96C11/4-MP3/2-256C5p2g2-MP3/2-384C3p1-384C3p1g2-256C3p1g2-MP3/2-4096N-1000N",
        "1x29x29-20C4-40C4/2t10-60C5x3p2x1t20#7-AP2x1f-10N",
        "1x29x29-1000N-500N-10N",
        "841-1000-500-10"
      })
  void printsWhatItRead(String text) {
    assertThat(NetString.print(NetString.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "' 1x29x29 - 20C4 -\tMP2 - 10N ', 1x29x29-20C4-MP2-10N",
    "1X29X29-20c4-mp2-10n, 1x29x29-20C4-MP2-10N",
    "1×29×29–20C4‑MP2−10N, 1x29x29-20C4-MP2-10N",
    "1x29x29-20C4-20MP2-10N, 1x29x29-20C4-MP2-10N",
    "1x29x29-20C4-MP2c-10N, 1x29x29-20C4-MP2-10N",
    "1x29x29-20C4/1p0g1-MP2/2-10N, 1x29x29-20C4-MP2-10N",
    "1x29x29-20C4x4t1p2/2-10N, 1x29x29-20C4/2p2t1-10N",
    "841x1x1-1000N-10N, 841-1000-10",
    "1x29x29-020C04-10N, 1x29x29-20C4-10N",
  })
  void acceptsVariantsAndPrintsTheCanonicalForm(String text, String canonical) {
    assertThat(NetString.parse(text)).hasToString(canonical);
    assertThat(NetString.parse(canonical)).isEqualTo(NetString.parse(text));
  }

  @Test
  void poolingRoundsUpWhereTheCifarNetOfCvpr2012NeedsItAndSaysSo() {
    NetSpec net = NetString.parse("3x32x32-300C3-MP2-300C2-MP2-300C3-MP2-300C2-MP2-300N-100N-10N");

    assertThat(net.outputs().subList(0, 8))
        .extracting(MapShape::height)
        .containsExactly(30, 15, 14, 7, 5, 3, 2, 1);
    assertThat(net.notes())
        .containsExactly(
            new NetNote(
                6,
                "MP2",
                NetNote.Kind.POOLING_ROUNDS_UP,
                "windows do not tile 5x5: rounded up to 3x3, the last ones are clipped at the"
                    + " border"));
  }

  @Test
  void roundingDownIsAskedForAndNotedToo() {
    NetSpec net = NetString.parse("1x7x6-MP3/2f-2N");

    assertThat(net.layers().getFirst())
        .isEqualTo(new MaxPooling(Extent.square(3), Extent.square(2), Rounding.FLOOR));
    assertThat(net.outputs().getFirst()).isEqualTo(new MapShape(1, 3, 2));
    assertThat(net.notes())
        .singleElement()
        .hasToString(
            "layer 1 (MP3/2f): windows do not tile 7x6: rounded down to 3x2, the last column is"
                + " dropped");
  }

  @Test
  void aWindowThatWouldStartOutsideTheInputIsLeftOut() {
    assertThat(NetString.parse("1x5x5-MP1/3-1N").outputs().getFirst())
        .isEqualTo(new MapShape(1, 2, 2));
  }

  @Test
  void strideThatLosesBorderPixelsIsNoted() {
    NetSpec net = NetString.parse("1x10x9-4C3/2-2N");

    assertThat(net.outputs().getFirst()).isEqualTo(new MapShape(4, 4, 4));
    assertThat(net.notes())
        .singleElement()
        .satisfies(note -> {
          assertThat(note.kind()).isEqualTo(NetNote.Kind.CONVOLUTION_DROPS_BORDER);
          assertThat(note.message()).contains("the last row is never read");
        });
  }

  @Test
  void skippingFactorsGiveTheSizesOfThePapersFormula() {
    // M_n = (M_{n-1} - K_n) / (S_n + 1) + 1 with S = 1: NORB net of IJCAI 2011.
    NetSpec net = NetString.parse("2x96x96-300C6/2-MP2-500C4-MP4-500N-5N");

    assertThat(net.outputs().subList(0, 4))
        .extracting(MapShape::height)
        .containsExactly(46, 23, 20, 5);
  }

  @Test
  void paddingGroupsAndRectanglesFollowTheirFormulas() {
    NetSpec net = NetString.parse("4x12x8-6C5x3/2x1p2x1g2-3N");

    assertThat(net.outputs().getFirst()).isEqualTo(new MapShape(6, 6, 8));
    assertThat(net.connectionTable(0).inputsOf(2)).containsExactly(0, 1);
    assertThat(net.connectionTable(0).inputsOf(3)).containsExactly(2, 3);
  }

  @Test
  void onlyConvolutionsHaveAConnectionTable() {
    NetSpec net = NetString.parse("3x8x8-5C3t2#9-MP2-2N");

    assertThat(net.connectionTable(0)).isEqualTo(ConnectionTable.random(5, 3, 2, 9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net.connectionTable(1))
        .withMessageContaining("layer 2 (MP2)");
  }

  @Test
  void aNetBuiltByHandIsCheckedLikeAParsedOne() {
    MapShape input = new MapShape(1, 4, 4);
    NetSpec net = NetSpec.of(input, List.of(Convolution.of(3, 4), new FullyConnected(2)));

    assertThat(net).isEqualTo(NetString.parse("1x4x4-3C4-2N"));
    assertThat(net).hasSameHashCodeAs(NetString.parse("1x4x4-3C4-2N"));
    assertThatExceptionOfType(NotationException.class)
        .isThrownBy(() -> NetSpec.of(input, List.of(Convolution.of(3, 5))))
        .satisfies(e -> {
          assertThat(e.source()).isEqualTo("1x4x4-3C5");
          assertThat(e.position()).isEqualTo(6);
        });
  }

  @Test
  void recordsRefuseNumbersThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new FullyConnected(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Convolution.of(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> MaxPooling.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new MapShape(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Extent(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Connections.Random(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Connections.Random(1, -1));
  }
}
