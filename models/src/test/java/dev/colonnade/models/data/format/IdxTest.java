// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() {
    for (Split split : Split.values()) {
      IdxWriter.write(Fixtures.toy(split), folder);
    }
    IdxFolder source = IdxFolder.open("toy", folder, Fixtures.TEN);
    assertThat(source.missing()).isEmpty();
    assertThat(source.splits()).containsExactly(Split.TRAIN, Split.TEST);
    for (Split split : Split.values()) {
      DataSet read = source.load(split);
      assertThat(read.contentHash()).isEqualTo(Fixtures.toy(split).contentHash());
      assertThat(read.split()).isEqualTo(split);
    }
  }

  @Test
  void compressedFilesAreToldByTheirContent() {
    Fixtures.writeIdxFolder(folder);
    // Compressed without saying so, and raw with a name that says otherwise.
    byte[] images = Fixtures.idx(Fixtures.random(20 * 12, 1), 20, 4, 3);
    Path unnamed =
        Fixtures.write(folder.resolve("other/train-images-idx3-ubyte"), Fixtures.gzip(images));
    Path misnamed = Fixtures.write(folder.resolve("other/x.gz"), images);
    Path labels = folder.resolve("train-labels-idx1-ubyte");
    String expected = IdxFolder.open("m", folder, null).load(Split.TRAIN).contentHash();
    assertThat(IdxReader.read("m", Split.TRAIN, unnamed, labels, null).contentHash())
        .isEqualTo(expected);
    assertThat(IdxReader.read("m", Split.TRAIN, misnamed, labels, null).contentHash())
        .isEqualTo(expected);
  }

  @Test
  void theOtherSpellingsAreFound() throws Exception {
    Fixtures.writeIdxFolder(folder);
    Files.move(
        folder.resolve("train-images-idx3-ubyte"), folder.resolve("train-images.idx3-ubyte"));
    Files.move(
        folder.resolve("t10k-images-idx3-ubyte.gz"), folder.resolve("test-images.idx3-ubyte.gz"));
    IdxFolder source = IdxFolder.open("m", folder, null);
    assertThat(source.missing()).isEmpty();
    assertThat(source.load(Split.TRAIN).size()).isEqualTo(20);
    assertThat(source.load(Split.TEST).size()).isEqualTo(10);
  }

  @Test
  void oneFileNamesItsSetAmongSeveral() throws Exception {
    Fixtures.writeIdxFolder(folder);
    Files.copy(
        folder.resolve("train-images-idx3-ubyte"), folder.resolve("my-train-images-idx3-ubyte"));
    Path labels = folder.resolve("my-train-labels-idx1-ubyte");
    Fixtures.write(labels, Fixtures.idx(Fixtures.labels(20, 26), 20));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> IdxFolder.open("m", folder, null))
        .withMessageContaining("[, my-]")
        .withMessageContaining("Name one of the image files");
    IdxFolder mine = IdxFolder.open("my", folder.resolve("my-train-images-idx3-ubyte"), null);
    assertThat(mine.load(Split.TRAIN).classes()).isEqualTo(20);
    assertThat(mine.missing()).containsExactly("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
    assertThat(IdxFolder.official("m", folder, Fixtures.TEN)).isNotNull();
  }

  @Test
  void theTestSplitHasTheClassesOfTheTrainingSplit() {
    Fixtures.writeIdxFolder(folder);
    Fixtures.write(
        folder.resolve("t10k-labels-idx1-ubyte.gz"), Fixtures.idx(Fixtures.labels(10, 3), 10));
    IdxFolder source = IdxFolder.open("m", folder, null);
    assertThat(source.load(Split.TEST).classNames()).isEqualTo(Fixtures.TEN);
  }

  @Test
  void aMissingHalfIsNamedWhenItIsNeeded() throws Exception {
    Fixtures.writeIdxFolder(folder);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    IdxFolder source = IdxFolder.open("m", folder, null);
    assertThat(source.missing()).containsExactly("t10k-labels-idx1-ubyte");
    assertThat(source.load(Split.TRAIN).size()).isEqualTo(20);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> source.load(Split.TEST))
        .withMessageContaining("has no file t10k-labels-idx1-ubyte");
  }

  @Test
  void onlyGraySetsAreWritten() {
    DataSet colour =
        DataSet.wrap("c", Split.TRAIN, "m", 3, 1, 1, Fixtures.TEN, new byte[3], new int[1]);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> IdxWriter.write(colour, folder))
        .withMessageContaining("gray images");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    Path file = Fixtures.write(folder.resolve("file"), new byte[1]);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> IdxWriter.write(Fixtures.toy(Split.TRAIN), file.resolve("below")))
        .withMessageContaining("cannot be written");
  }
}
