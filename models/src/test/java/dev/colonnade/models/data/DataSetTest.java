// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DataSetTest {
  private static DataSet set(byte[] images, int[] labels) {
    return DataSet.wrap("toy", Split.TRAIN, "memory", 2, 1, 3, List.of("a", "b"), images, labels);
  }

  private static final DataSet TOY =
      set(new byte[] {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, (byte) 255}, new int[] {1, 0});

  @Test
  void anImageIsFoundAtItsLogicalPlace() {
    assertThat(TOY.size()).isEqualTo(2);
    assertThat(TOY.imageBytes()).isEqualTo(6);
    assertThat(TOY.pixel(1, 1, 0, 2)).isEqualTo(255);
    assertThat(TOY.pixel(0, 1, 0, 0)).isEqualTo(3);
    assertThat(TOY.image(1)).containsExactly(10, 11, 12, 13, 14, 255);
    assertThat(TOY.images().get(ValueLayout.JAVA_BYTE, 7)).isEqualTo((byte) 11);
    assertThat(TOY.labels().getAtIndex(ValueLayout.JAVA_INT, 0)).isEqualTo(1);
    assertThat(TOY.classCounts()).containsExactly(1, 1);
  }

  @Test
  void nothingThatIsHandedOutCanChangeTheSet() {
    TOY.image(0)[0] = 99;
    assertThat(TOY.pixel(0, 0, 0, 0)).isZero();
    assertThat(TOY.images().isReadOnly()).isTrue();
    assertThat(TOY.labels().isReadOnly()).isTrue();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> TOY.classNames().add("c"));
  }

  @Test
  void aSelectionKeepsOrderAndLabels() {
    DataSet selected = TOY.select(1, 1, 0);
    assertThat(selected.size()).isEqualTo(3);
    assertThat(selected.label(2)).isEqualTo(1);
    assertThat(selected.image(0)).isEqualTo(TOY.image(1));
    assertThat(TOY.first(1).image(0)).isEqualTo(TOY.image(0));
    assertThat(TOY.first(7)).isSameAs(TOY);
    assertThat(TOY.first(0).size()).isZero();
  }

  @Test
  void theContentHashSeesPixelsLabelsShapeAndClassesButNotTheOrigin() {
    byte[] images = {0, 1, 2, 3, 4, 5};
    int[] labels = {0};
    String hash = set(images, labels).contentHash();
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(set(images.clone(), labels).contentHash()).isEqualTo(hash);
    assertThat(set(new byte[] {0, 1, 2, 3, 4, 6}, labels).contentHash()).isNotEqualTo(hash);
    assertThat(set(images, new int[] {1}).contentHash()).isNotEqualTo(hash);
    assertThat(hashOf("elsewhere", 3, 2, List.of("a", "b"))).isNotEqualTo(hash);
    assertThat(hashOf("elsewhere", 2, 3, List.of("a", "c"))).isNotEqualTo(hash);
    assertThat(hashOf("elsewhere", 2, 3, List.of("a", "b"))).isEqualTo(hash);
  }

  private static String hashOf(String origin, int channels, int width, List<String> names) {
    byte[] images = {0, 1, 2, 3, 4, 5};
    return DataSet.wrap("toy", Split.TEST, origin, channels, 1, width, names, images, new int[1])
        .contentHash();
  }

  @Test
  void theHashOfManyLabelsDoesNotDependOnHowTheyAreBlocked() throws Exception {
    int count = (1 << 16) + 3;
    int[] labels = new int[count];
    labels[count - 1] = 1;
    DataSet many =
        DataSet.wrap(
            "toy", Split.TRAIN, "memory", 1, 1, 1, List.of("a", "b"), new byte[count], labels);
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(
        ("colonnade-data-set-1\n" + count + " 1x1x1\na\nb\n").getBytes(StandardCharsets.UTF_8));
    var bytes = ByteBuffer.allocate(4 * count);
    bytes.asIntBuffer().put(labels);
    digest.update(bytes.array());
    digest.update(new byte[count]);
    assertThat(many.contentHash()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(new byte[5], new int[1]))
        .withMessageContaining("expected 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(new byte[6], new int[] {2}))
        .withMessageContaining("label 2 of image 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(new byte[6], new int[] {-1}))
        .withMessageContaining("label -1");
  }

  @Test
  void moreThanTwoGibibytesAreRefusedInOneSentence() {
    assertThat(DataSet.requireFits("x", 60_000, 1, 28, 28)).isEqualTo(47_040_000);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DataSet.requireFits("x", 1L << 31, 1, 1, 1))
        .withMessageContaining("more than 2 GiB");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DataSet.requireFits("x", 1L << 31, 1, 1L << 31, 1L << 31))
        .withMessageContaining("more than 2 GiB");
  }

  @Test
  void splitsHaveNames() {
    assertThat(Split.parse("train")).isEqualTo(Split.TRAIN);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Split.parse("tset"))
        .withMessage(
            "split 'tset': no such split; expected 'train' or 'test'. Name one of the two.");
  }
}
