// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.Split;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a file may be bad, and the words that must be in the one sentence about it. */
final class DamagedFilesTest {
  private static final byte[] IMAGES = Fixtures.idx(Fixtures.random(20 * 12, 1), 20, 4, 3);
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  @TempDir Path folder;

  static Stream<Arguments> idx() {
    return Stream.of(
        file("zero length", TRAIN_IMAGES, new byte[0], "the file is empty (0 bytes)"),
        file("three bytes", TRAIN_IMAGES, new byte[3], "holds only 3 bytes"),
        file("ends in the header", TRAIN_IMAGES, cut(IMAGES, 10), "ends within the header"),
        file("truncated", TRAIN_IMAGES, cut(IMAGES, 100), "holds 84 bytes of data", "240 bytes"),
        file("too long", TRAIN_IMAGES, cut(IMAGES, 300), "goes on after the end of its data"),
        file(
            "another format",
            TRAIN_IMAGES,
            Fixtures.ascii("PNG and so on"),
            "begins with 50 4e 47 20"),
        file("floats", TRAIN_IMAGES, with(IMAGES, 2, 0x0d), "another element type"),
        file("exchanged", TRAIN_LABELS, IMAGES, "IDX of 3 dimensions", "not exchanged"),
        file(
            "oversized header",
            TRAIN_IMAGES,
            claim(IMAGES, 60_000, 28, 28),
            "holds 240 bytes of data",
            "47040000 bytes of data that the header claims"),
        file("overflowing header", TRAIN_IMAGES, claim(IMAGES, -1, -1, -1), "as 4294967295"),
        file(
            "header beyond one array",
            TRAIN_IMAGES,
            claim(IMAGES, 0x7fffffff, 0x7fffffff, 0x7fffffff),
            "more than 2 GiB"),
        file("no rows", TRAIN_IMAGES, claim(IMAGES, 20, 0, 3), "dimension 1 as 0"),
        file("no images", TRAIN_IMAGES, Fixtures.idx(new byte[0], 0, 4, 3), "20 labels"),
        file(
            "fewer labels",
            TRAIN_LABELS,
            Fixtures.idx(Fixtures.labels(19, 10), 19),
            "holds 19 labels",
            "20 labels"),
        file(
            "a label outside the classes",
            TRAIN_LABELS,
            Fixtures.idx(with(Fixtures.labels(20, 10), 7, 10), 20),
            "label 10 of image 7",
            "from 0 to 9"),
        file("gzip ends early", TRAIN_IMAGES, cut(Fixtures.gzip(IMAGES), 150), "ends early"),
        file(
            "gzip corrupt",
            TRAIN_IMAGES,
            with(Fixtures.gzip(IMAGES), 10, 0xff),
            "the gzip data is corrupt"),
        file(
            "gzip checksum",
            TRAIN_IMAGES,
            with(Fixtures.gzip(IMAGES), Fixtures.gzip(IMAGES).length - 6, 0x55),
            "corrupt"),
        file(
            "gzip truncated inside",
            TRAIN_IMAGES,
            Fixtures.gzip(cut(IMAGES, 100)),
            "holds 84 bytes of data"),
        file(
            "gzip with an oversized header",
            TRAIN_IMAGES,
            Fixtures.gzip(claim(IMAGES, 60_000, 28, 28)),
            "compressed bytes cannot hold more than",
            "47040000"),
        file("gzip of nothing", TRAIN_IMAGES, Fixtures.gzip(new byte[0]), "holds only 0 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void idx(String ignored, Consumer<Path> damage, String[] words) {
    Fixtures.writeIdxFolder(folder);
    damage.accept(folder);
    assertSentence(() -> IdxFolder.open("mnist", folder, Fixtures.TEN).load(Split.TRAIN), words);
  }

  static Stream<Arguments> cifar() {
    byte[] good = Fixtures.cifarRecords(4, 3);
    return Stream.of(
        file("zero length", "data_batch_3.bin", new byte[0], "the file is empty (0 bytes)"),
        file("truncated", "data_batch_3.bin", cut(good, 9000), "holds 9000 bytes", "12292 bytes"),
        file("one record less", "data_batch_3.bin", cut(good, 3 * 3073), "holds 9219 bytes"),
        file("too long", "data_batch_3.bin", cut(good, 12293), "holds 12293 bytes"),
        file("a label", "data_batch_3.bin", with(good, 3073, 10), "label 10 of record 1"),
        file(
            "compressed and short",
            "data_batch_3.bin",
            Fixtures.gzip(cut(good, 9000)),
            "only 2 whole records"),
        file(
            "compressed and long",
            "data_batch_3.bin",
            Fixtures.gzip(cut(good, 12293)),
            "more than 4 records"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void cifar(String ignored, Consumer<Path> damage, String[] words) {
    Fixtures.write(folder, Fixtures.cifarFiles(4));
    damage.accept(folder);
    assertSentence(() -> new Cifar10("cifar10", folder, 4).load(Split.TRAIN), words);
  }

  static Stream<Arguments> archives() {
    Map<String, byte[]> files = Fixtures.cifarFiles(4);
    byte[] whole = Fixtures.tarGz(files);
    files.remove("data_batch_2.bin");
    files.put("data_batch_4.bin", new byte[77]);
    byte[] wrong = Fixtures.tarGz(files);
    files.remove("data_batch_4.bin");
    return Stream.of(
        file("zero length", "a.tar.gz", new byte[0], "the file is empty (0 bytes)"),
        file("not an archive", "a.tar.gz", Fixtures.random(5000, 1), "a.tar.gz"),
        file("truncated", "a.tar.gz", cut(whole, whole.length / 2), "ends early"),
        file("corrupt", "a.tar.gz", with(whole, whole.length / 2, 0x5a), "a.tar.gz"),
        file("files missing", "a.tar.gz", Fixtures.tarGz(files), "data_batch_2.bin, data_batch_4"),
        file("wrong length", "a.tar.gz", wrong, "a.tar.gz!data_batch_4.bin", "holds 77 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void archives(String ignored, Consumer<Path> damage, String[] words) {
    damage.accept(folder);
    assertSentence(
        () -> new Cifar10("cifar10", folder.resolve("a.tar.gz"), 4).load(Split.TRAIN), words);
  }

  static Stream<Arguments> images() {
    byte[] png = Fixtures.png(6, 5, 8);
    byte[] jpeg = Fixtures.jpeg(6, 5, 8);
    byte[] pgm = Fixtures.pgm(6, 5, 8);
    String name = "train/cat/bad.png";
    return Stream.of(
        file("zero length", name, new byte[0], "bad.png: the file is empty (0 bytes)"),
        file("not an image", name, Fixtures.ascii("hello"), "begins with 68 65 6c 6c"),
        file("png truncated", name, cut(png, png.length - 20), "bad.png: the PNG ends within"),
        file("png corrupt", name, with(png, png.length / 2, 0x11), "bad.png", "corrupt"),
        file("png of absurd size", name, pngClaiming(png, 1 << 20), "claims 1048576x6 pixels"),
        file("jpeg truncated", name, cut(jpeg, jpeg.length - 40), "bad.png: cannot be decoded"),
        file("jpeg cut to its mark", name, cut(jpeg, 3), "bad.png: cannot be decoded"),
        file("pgm truncated", name, cut(pgm, pgm.length - 1), "has 29 bytes of samples"),
        file("pgm too long", name, cut(pgm, pgm.length + 2), "goes on for 2 bytes"),
        file(
            "pgm of absurd size",
            name,
            Fixtures.ascii("P5 99999999 99999999 255 x"),
            "more than 2 GiB"),
        file("pgm without numbers", name, Fixtures.ascii("P5 x"), "has no number for its width"),
        file("pgm maxval", name, Fixtures.ascii("P5 1 1 70000 x"), "largest value as 70000"),
        file("ascii sample", name, Fixtures.ascii("P2 1 1 3 4"), "sample 0 is 4", "at most 3"),
        file("bitmap", name, Fixtures.ascii("P4 1 1 x"), "Netpbm of the kind P4"),
        file(
            "another size",
            name,
            Fixtures.png(6, 4, 8),
            "bad.png: is 3x6x4",
            "3x6x5 as the first image, train/cat/a.png, is",
            "'resize:6x5'"),
        file("another kind", name, Fixtures.pgm(6, 5, 8), "is 1x6x5", "gray or to RGB"),
        file("a format not read", "train/cat/bad.gif", new byte[9], "bad.gif", "Convert it"),
        file("outside the classes", "train/bad.png", png, "lies where no class can be told"),
        file("too deep", "train/cat/x/bad.png", png, "lies where no class can be told"),
        file("a class of tests only", "test/cow/bad.png", png, "has a class 'cow'", "cat, dog"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void images(String ignored, Consumer<Path> damage, String[] words) {
    Fixtures.write(folder, Fixtures.imageTree());
    damage.accept(folder);
    assertSentence(
        () -> ImageFolder.open("pets", folder, Geometry.AS_STORED).load(Split.TRAIN), words);
  }

  static Stream<Arguments> absent() {
    return Stream.of(
        Arguments.of("does not exist", "nowhere"),
        Arguments.of("holds no images", "empty"),
        Arguments.of("is a folder", "empty/../empty"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void absent(String words, String path) throws Exception {
    Files.createDirectory(folder.resolve("empty"));
    Path place = folder.resolve(path);
    if (words.equals("is a folder")) {
      assertSentence(
          () -> IdxReader.read("m", Split.TRAIN, place, place, null), new String[] {words});
    } else {
      assertSentence(
          () -> ImageFolder.open("pets", place, Geometry.AS_STORED), new String[] {words});
    }
  }

  private static void assertSentence(Runnable reading, String[] words) {
    Throwable thrown = catchThrowable(reading::run);
    assertThat(thrown).isInstanceOf(DataException.class).hasMessageContainingAll(words);
    DataException problem = (DataException) thrown;
    assertThat(problem.getMessage()).doesNotContain("\n").doesNotContain("null").endsWith(".");
    assertThat(problem.where()).isNotBlank();
    assertThat(problem.found()).isNotBlank();
    assertThat(problem.expected()).isNotBlank();
    assertThat(problem.remedy()).isNotBlank();
  }

  private static Arguments file(String what, String name, byte[] content, String... words) {
    Consumer<Path> damage =
        folder -> {
          Fixtures.write(folder.resolve(name), content);
        };
    return Arguments.of(what, damage, words);
  }

  private static byte[] cut(byte[] content, int length) {
    return Arrays.copyOf(content, length);
  }

  private static byte[] with(byte[] content, int position, int value) {
    byte[] changed = content.clone();
    changed[position] = (byte) value;
    return changed;
  }

  private static byte[] claim(byte[] file, int count, int height, int width) {
    return ByteBuffer.wrap(file.clone())
        .putInt(4, count)
        .putInt(8, height)
        .putInt(12, width)
        .array();
  }

  /** Widens the header of a PNG and mends the header's checksum. */
  private static byte[] pngClaiming(byte[] png, int width) {
    ByteBuffer changed = ByteBuffer.wrap(png.clone()).putInt(16, width);
    var crc = new CRC32();
    crc.update(changed.array(), 12, 17);
    return changed.putInt(29, (int) crc.getValue()).array();
  }
}
