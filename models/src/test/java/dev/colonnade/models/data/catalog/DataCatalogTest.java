// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataReferenceException;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.data.fetch.Checksum;
import dev.colonnade.models.data.fetch.DataFetcher;
import dev.colonnade.models.data.fetch.FetchListener;
import dev.colonnade.models.data.fetch.FetchSettings;
import dev.colonnade.models.data.format.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DataCatalogTest {
  @TempDir Path root;

  private DataCatalog catalog(Map<String, String> environment) {
    return new DataCatalog(
        SearchPath.of(
            root.resolve("option"), environment, root.resolve("work"), root.resolve("home")));
  }

  private DataCatalog catalog() {
    return catalog(Map.of());
  }

  private DataStatus status(String name) {
    return catalog().status().stream()
        .filter(status -> status.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private DataSource open(String reference) {
    return catalog().open(reference, Geometry.AS_STORED);
  }

  @Test
  void foldersAreSearchedInTheDocumentedOrder() {
    Path cache = root.resolve("home/.cache/colonnade/data");
    SearchPath all =
        SearchPath.of(
            root.resolve("o"),
            Map.of("COLONNADE_DATA", root.resolve("v").toString()),
            root.resolve("work"),
            root.resolve("home"));
    assertThat(all.places().stream().map(SearchPath.Place::folder))
        .containsExactly(root.resolve("o"), root.resolve("v"), root.resolve("work/data"), cache);
    assertThat(all.fetchFolder()).isEqualTo(root.resolve("o"));

    SearchPath xdg =
        SearchPath.of(
            null,
            Map.of("XDG_CACHE_HOME", root.resolve("x").toString(), "COLONNADE_DATA", " "),
            root.resolve("work"),
            root.resolve("home"));
    assertThat(xdg.places().stream().map(SearchPath.Place::folder))
        .containsExactly(root.resolve("work/data"), root.resolve("x/colonnade/data"));
    assertThat(xdg.fetchFolder()).isEqualTo(root.resolve("x/colonnade/data"));

    SearchPath relative =
        SearchPath.of(
            root.resolve("work/data"),
            Map.of("XDG_CACHE_HOME", "not/absolute"),
            root.resolve("work"),
            root.resolve("home"));
    assertThat(relative.places().stream().map(SearchPath.Place::folder))
        .as("a folder named twice is searched once")
        .containsExactly(root.resolve("work/data"), cache);
  }

  @Test
  void anAbsentSetIsMissingWithTheCommandThatGetsIt() {
    assertThat(status("mnist").state()).isEqualTo(DataStatus.State.MISSING);
    assertThat(status("mnist").missing()).hasSize(4);
    assertThat(status("mnist").command()).isEqualTo("colonnade data fetch mnist");
    assertThat(status("cifar10").missing()).containsExactly("cifar-10-binary.tar.gz");
    assertThat(status("digits").state()).isEqualTo(DataStatus.State.GENERATED);
    assertThat(catalog().status().stream().map(DataStatus::name))
        .containsExactlyElementsOf(DataCatalog.names());
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("mnist"))
        .withMessageContaining(root.resolve("option").toString())
        .withMessageContaining("Run 'colonnade data fetch mnist'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"option/mnist", "option", "option/MNIST/raw", "work/data/mnist"})
  void mnistIsFoundWhereItUsuallyLies(String place) {
    Fixtures.writeIdxFolder(root.resolve(place));
    DataStatus status = status("mnist");
    assertThat(status.state()).isEqualTo(DataStatus.State.AVAILABLE);
    assertThat(status.location()).isEqualTo(root.resolve(place));
    assertThat(status.form()).isEqualTo(Form.IDX);
    assertThat(status.command()).isEmpty();
    DataSource source = catalog().open("mnist", Geometry.pad(6, 6));
    assertThat(source.load(Split.TRAIN).size()).isEqualTo(20);
    assertThat(source.load(Split.TEST).height()).isEqualTo(6);
    assertThat(source.name()).isEqualTo("mnist");
  }

  @Test
  void aWholeCopyFurtherOnIsBetterThanHalfAOneBefore() throws Exception {
    Fixtures.writeIdxFolder(root.resolve("option/mnist"));
    Files.delete(root.resolve("option/mnist/t10k-labels-idx1-ubyte.gz"));
    assertThat(status("mnist").state()).isEqualTo(DataStatus.State.INCOMPLETE);
    assertThat(status("mnist").missing()).containsExactly("t10k-labels-idx1-ubyte");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("mnist"))
        .withMessageContaining("lacks t10k-labels-idx1-ubyte");
    Fixtures.writeIdxFolder(root.resolve("work/data/mnist"));
    assertThat(status("mnist").location()).isEqualTo(root.resolve("work/data/mnist"));
  }

  @Test
  void publishedPixelsAreBetterThanReencodedOnes() {
    Path images = root.resolve("option/cifar10/cifar10-jpeg.tar.gz");
    Fixtures.write(images, new byte[9]);
    assertThat(status("cifar10").location()).isEqualTo(images);
    assertThat(status("cifar10").note()).contains("re-encoded");
    Path official = root.resolve("work/data/cifar10/cifar-10-binary.tar.gz");
    Fixtures.write(official, new byte[9]);
    assertThat(status("cifar10").location()).isEqualTo(official);
    assertThat(status("cifar10").note()).isEmpty();
  }

  @Test
  void imagesThatAreNotCifarsAreNotTakenForIt() {
    Fixtures.write(
        root.resolve("option/cifar10/cifar10-jpeg.tar.gz"),
        Fixtures.tarGz(Map.of("train/airplane/a.pgm", Fixtures.ascii("P5 1 1 255 x"))));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("cifar10"))
        .withMessageContaining("has the classes airplane")
        .withMessageContaining("folder:PATH");
  }

  @Test
  void verifyingTellsWhatIsNotOfficial() {
    assertThat(catalog().verify("mnist")).isEmpty();
    Fixtures.writeIdxFolder(root.resolve("option/mnist"));
    assertThat(catalog().verify("mnist"))
        .hasSize(4)
        .containsEntry(
            root.resolve("option/mnist/train-labels-idx1-ubyte"), Checksum.Match.DIFFERENT);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> catalog().verify("digits"))
        .withMessageContaining("drawn when it is used");
  }

  @Test
  void fetchingNeverReplacesAFileOfTheUsers() {
    Fixtures.writeIdxFolder(root.resolve("option/mnist"));
    Path mine = root.resolve("option/mnist/train-images-idx3-ubyte.gz");
    Fixtures.write(mine, new byte[] {1, 2, 3});
    DataFetcher fetcher = new DataFetcher(FetchSettings.DEFAULT, FetchListener.SILENT);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> catalog().fetch("mnist", fetcher))
        .withMessageContaining("Move it away");
    assertThat(mine).hasBinaryContent(new byte[] {1, 2, 3});
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> catalog().fetch("imagenet", fetcher))
        .withMessageContaining("mnist or cifar10");
  }

  @Test
  void digitsTakeOptionsAndAGeometry() {
    DataSource source = catalog().open("digits:train=30,test=20,seed=5", Geometry.pad(29, 29));
    assertThat(source.load(Split.TRAIN).size()).isEqualTo(30);
    assertThat(source.load(Split.TEST).width()).isEqualTo(29);
    assertThat(source.origin()).startsWith("digits:train=30,test=20,seed=5");
    assertThat(open("digits").splits()).containsExactly(Split.TRAIN, Split.TEST);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> open("digits:colour=1"));
  }

  @Test
  void aBarePathIsRecognisedByItsContent() {
    Fixtures.writeIdxFolder(root.resolve("a"));
    assertThat(open(root.resolve("a").toString()).load(Split.TRAIN).size()).isEqualTo(20);
    assertThat(open(root.resolve("a/train-images-idx3-ubyte").toString()).load(Split.TEST).size())
        .isEqualTo(10);
    Path images =
        Fixtures.write(
            root.resolve("b.tar.gz"),
            Fixtures.tarGz(Map.of("x/1.pgm", Fixtures.ascii("P5 1 1 255 x"))));
    assertThat(open(images.toString()).load(Split.TRAIN).classNames()).containsExactly("x");
    assertThat(open(images.toString()).name()).isEqualTo("b");
    Fixtures.write(root.resolve("c/y/1.pgm"), Fixtures.ascii("P5 1 1 255 x"));
    assertThat(open(root.resolve("c").toString()).load(Split.TRAIN).classNames())
        .containsExactly("y");
    Fixtures.write(root.resolve("d/cifar-10-batches-bin/test_batch.bin"), new byte[3]);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open(root.resolve("d").toString()).load(Split.TEST))
        .withMessageContaining("expected 30730000 bytes");
  }

  @Test
  void aFormBeforeThePathIsObeyed() {
    Fixtures.writeIdxFolder(root.resolve("a"));
    assertThat(open("idx:" + root.resolve("a")).load(Split.TRAIN).size()).isEqualTo(20);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("folder:" + root.resolve("a")))
        .withMessageContaining("holds no images");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("cifar10:" + root.resolve("nowhere")))
        .withMessageContaining("does not exist");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("cifar10:" + root.resolve("a")).load(Split.TRAIN))
        .withMessageContaining("data_batch_1.bin: does not exist");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("idx:" + root.resolve("nowhere")))
        .withMessageContaining("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minst", "imagenet:x", "", "\0"})
  void anythingElseIsRefusedWithTheFormsThatAreKnown(String reference) {
    assertThatExceptionOfType(DataReferenceException.class)
        .isThrownBy(() -> open(reference))
        .withMessageContaining("idx:PATH, cifar10:PATH, folder:PATH");
  }

  /** Nobody could have written it better: what is missing is the folder. */
  @Test
  void aPathThatLeadsNowhereIsNoWrongReference() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("./mnist"))
        .isNotInstanceOf(DataReferenceException.class)
        .withMessageContaining("does not exist");
  }

  @Test
  void aFileThatIsNoDataSetIsNamedWithItsFirstBytes() {
    Path file = Fixtures.write(root.resolve("x.bin"), Fixtures.ascii("hello"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open(file.toString()))
        .withMessageContaining("begins with 68 65 6c 6c");
  }
}
