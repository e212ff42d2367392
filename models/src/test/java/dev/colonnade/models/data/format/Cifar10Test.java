// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Cifar10Test {
  @TempDir Path folder;

  @Test
  void recordsComeInTheOrderOfTheFilesWhateverTheOrderOfTheArchive() {
    Map<String, byte[]> files = Fixtures.cifarFiles(3);
    Fixtures.write(folder, files);
    Map<String, byte[]> nested = new LinkedHashMap<>();
    files.forEach((name, content) -> nested.put("cifar-10-batches-bin/" + name, content));
    nested.put("cifar-10-batches-bin/readme.html", new byte[5]);
    Path archive = Fixtures.write(folder.resolve("a.tar.gz"), Fixtures.tarGz(nested));

    DataSet train = new Cifar10("cifar10", folder, 3).load(Split.TRAIN);
    assertThat(train.size()).isEqualTo(15);
    assertThat(train.classNames()).startsWith("airplane").endsWith("truck").hasSize(10);
    byte[] third = files.get("data_batch_3.bin");
    assertThat(third).isNotNull();
    assertThat(train.label(7)).isEqualTo(1);
    assertThat(train.pixel(7, 2, 31, 30)).isEqualTo(Byte.toUnsignedInt(third[2 * 3073 - 2]));
    assertThat(train.pixel(7, 0, 0, 0)).isEqualTo(Byte.toUnsignedInt(third[3073 + 1]));

    for (Split split : Split.values()) {
      assertThat(new Cifar10("cifar10", archive, 3).load(split).contentHash())
          .isEqualTo(new Cifar10("cifar10", folder, 3).load(split).contentHash());
    }
    assertThat(Contents.of(archive)).isEqualTo(Contents.TAR_OF_CIFAR10);
  }

  @Test
  void aFolderIsToldByItsFiles() {
    assertThat(Cifar10.looksLike(folder)).isFalse();
    Fixtures.write(folder.resolve("data_batch_2.bin"), new byte[1]);
    assertThat(Cifar10.looksLike(folder)).isTrue();
    assertThat(Cifar10.missing(folder))
        .containsExactly(
            "data_batch_1.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin");
  }
}
