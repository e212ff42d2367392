// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colonnade.models.data.Channels;
import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.Image;
import dev.colonnade.models.data.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
  @TempDir Path folder;

  @Test
  void classesAndImagesAreSortedByName() {
    Fixtures.write(folder, Fixtures.imageTree());
    ImageFolder source = ImageFolder.open("pets", folder, Geometry.AS_STORED);
    assertThat(source.splits()).containsExactly(Split.TRAIN, Split.TEST);
    DataSet train = source.load(Split.TRAIN);
    assertThat(train.classNames()).containsExactly("cat", "dog");
    assertThat(train.size()).isEqualTo(3);
    assertThat(new int[] {train.label(0), train.label(1), train.label(2)}).containsExactly(0, 0, 1);
    assertThat(train.channels()).isEqualTo(3);
    Image first = ImageDecoder.decode(Fixtures.png(6, 5, 4), "a.png");
    assertThat(train.image(0)).isEqualTo(first.samples());
    assertThat(source.load(Split.TEST).label(0)).isEqualTo(1);
  }

  @Test
  void anArchiveOfTheFolderIsTheSame() {
    Fixtures.write(folder.resolve("tree"), Fixtures.imageTree());
    Map<String, byte[]> nested = new LinkedHashMap<>();
    Fixtures.imageTree().forEach((name, content) -> nested.put("./pets/" + name, content));
    nested.put("./pets/train/cat/._a.png", new byte[3]);
    Path archive = Fixtures.write(folder.resolve("pets.tar.gz"), Fixtures.tarGz(nested));
    ImageFolder packed = ImageFolder.open("pets", archive, Geometry.AS_STORED);
    ImageFolder open = ImageFolder.open("pets", folder.resolve("tree"), Geometry.AS_STORED);
    for (Split split : Split.values()) {
      assertThat(packed.load(split).contentHash()).isEqualTo(open.load(split).contentHash());
    }
    assertThat(Contents.of(archive)).isEqualTo(Contents.TAR);
  }

  @Test
  void aFolderWithoutSplitsIsAllTraining() {
    Fixtures.write(folder.resolve("b/1.png"), Fixtures.png(2, 2, 1));
    Fixtures.write(folder.resolve("a/1.png"), Fixtures.png(2, 2, 2));
    ImageFolder source = ImageFolder.open("flat", folder, Geometry.AS_STORED);
    assertThat(source.load(Split.TRAIN).classNames()).containsExactly("a", "b");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> source.load(Split.TEST))
        .withMessageContaining("has no test split")
        .withMessageContaining("test/CLASS/NAME");
  }

  @Test
  void aGeometryMakesImagesOfManySizesOneSet() {
    Fixtures.write(folder, Fixtures.imageTree());
    Fixtures.write(folder.resolve("train/dog/wide.png"), Fixtures.png(7, 31, 5));
    Fixtures.write(folder.resolve("train/dog/gray.pgm"), Fixtures.pgm(3, 3, 5));
    DataSet train =
        ImageFolder.open("pets", folder, Geometry.resize(8, 9).withChannels(Channels.GRAY))
            .load(Split.TRAIN);
    assertThat(train.size()).isEqualTo(5);
    assertThat(train.channels()).isEqualTo(1);
    assertThat(train.height()).isEqualTo(8);
    assertThat(train.width()).isEqualTo(9);
  }

  @Test
  void moreImagesThanOneBatchKeepTheirPlaces() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 4999; i >= 0; i--) {
      String header = "P5 1 2 255\n";
      byte[] file = Arrays.copyOf(Fixtures.ascii(header), header.length() + 2);
      file[header.length()] = (byte) (i / 256);
      file[header.length() + 1] = (byte) i;
      files.put("c%d/%04d.pgm".formatted(i / 2500, i), file);
    }
    Path archive = Fixtures.write(folder.resolve("many.tar.gz"), Fixtures.tarGz(files));
    DataSet set = ImageFolder.open("many", archive, Geometry.AS_STORED).load(Split.TRAIN);
    assertThat(set.size()).isEqualTo(5000);
    for (int i = 0; i < 5000; i++) {
      assertThat(set.pixel(i, 0, 0, 0) * 256 + set.pixel(i, 0, 1, 0)).isEqualTo(i);
      assertThat(set.label(i)).isEqualTo(i / 2500);
    }
  }
}
