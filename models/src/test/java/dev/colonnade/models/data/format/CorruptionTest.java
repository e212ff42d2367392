// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.Split;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * However a valid file is damaged, a reader answers with a {@link DataException} of one line or
 * with a set whose every label is in range.
 */
final class CorruptionTest {
  private static final byte[] IDX = Fixtures.idx(Fixtures.random(20 * 12, 1), 20, 4, 3);
  private static final byte[] IDX_LABELS = Fixtures.idx(Fixtures.labels(20, 10), 20);
  private static final byte[] CIFAR = Fixtures.tarGz(Fixtures.cifarFiles(2));
  private static final byte[] IMAGES = Fixtures.tarGz(Fixtures.imageTree());

  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("corruption");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Example
  void theUndamagedFilesAreValid() {
    Map<String, Boolean> valid = new LinkedHashMap<>();
    valid.put("idx", survives(IDX, CorruptionTest::readIdx));
    valid.put("idx.gz", survives(Fixtures.gzip(IDX), CorruptionTest::readIdx));
    valid.put("labels", survives(IDX_LABELS, CorruptionTest::readLabels));
    valid.put("cifar", survives(CIFAR, CorruptionTest::readCifar));
    valid.put("images", survives(IMAGES, CorruptionTest::readImages));
    assertThat(valid).doesNotContainValue(false);
  }

  @Property(tries = 300)
  void idx(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int wounds) {
    survives(damaged(IDX, seed, wounds), CorruptionTest::readIdx);
    survives(damaged(IDX_LABELS, seed, wounds), CorruptionTest::readLabels);
  }

  @Property(tries = 300)
  void idxGz(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int wounds) {
    survives(damaged(Fixtures.gzip(IDX), seed, wounds), CorruptionTest::readIdx);
    survives(Fixtures.gzip(damaged(IDX, seed, wounds)), CorruptionTest::readIdx);
  }

  @Property(tries = 100)
  void cifarArchive(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int wounds) {
    survives(damaged(CIFAR, seed, wounds), CorruptionTest::readCifar);
  }

  @Property(tries = 200)
  void tarHeaders(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int wounds)
      throws IOException {
    byte[] tar;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(IMAGES))) {
      tar = in.readAllBytes();
    }
    survives(Fixtures.gzip(damaged(tar, seed, wounds)), CorruptionTest::readImages);
  }

  @Property(tries = 300)
  void png(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int wounds) {
    survivesAsImage(damaged(Fixtures.png(6, 5, 1), seed, wounds));
  }

  @Property(tries = 500)
  void jpeg(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int wounds) {
    survivesAsImage(damaged(Fixtures.jpeg(6, 5, 1), seed, wounds));
  }

  @Property(tries = 300)
  void netpbm(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int wounds) {
    survivesAsImage(damaged(Fixtures.pgm(6, 5, 1), seed, wounds));
    survivesAsImage(damaged(Fixtures.ascii("P3 2 2 9 0 1 2 3 4 5 6 7 8 9 0 1"), seed, wounds));
  }

  /** Flips, overwrites, inserts, removes or cuts off bytes. */
  private static byte[] damaged(byte[] valid, long seed, int wounds) {
    Random random = new Random(seed);
    byte[] bytes = valid.clone();
    for (int i = 0; i < wounds && bytes.length > 0; i++) {
      // Half of the wounds in the first bytes, where the headers are.
      int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(64, bytes.length));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
          System.arraycopy(bytes, at + length, bytes, at, bytes.length - at - length);
          bytes = Arrays.copyOf(bytes, bytes.length - length);
        }
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
          System.arraycopy(bytes, at, longer, longer.length - bytes.length + at, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  private static DataSource source(Function<Split, DataSet> load) {
    return new DataSource() {
      @Override
      public String name() {
        return "damaged";
      }

      @Override
      public String origin() {
        return folder.toString();
      }

      @Override
      public Set<Split> splits() {
        return EnumSet.allOf(Split.class);
      }

      @Override
      public DataSet load(Split split) {
        return load.apply(split);
      }
    };
  }

  private static DataSource readIdx(Path file) {
    Path labels = Fixtures.write(folder.resolve("labels"), IDX_LABELS);
    return source(split -> IdxReader.read("x", split, file, labels, Fixtures.TEN));
  }

  private static DataSource readLabels(Path file) {
    Path images = Fixtures.write(folder.resolve("images"), IDX);
    return source(split -> IdxReader.read("x", split, images, file, Fixtures.TEN));
  }

  private static DataSource readCifar(Path file) {
    return new Cifar10("x", file, 2);
  }

  private static DataSource readImages(Path file) {
    return ImageFolder.open("x", file, Geometry.AS_STORED);
  }

  /** True for a valid set, false for a proper refusal; anything else fails the test. */
  private static boolean survives(byte[] content, Function<Path, DataSource> open) {
    try {
      Path file = Files.write(folder.resolve("file"), content);
      DataSource source = open.apply(file);
      for (Split split : source.splits()) {
        DataSet set = source.load(split);
        assertThat(set.size()).isPositive();
        for (int i = 0; i < set.size(); i++) {
          assertThat(set.label(i)).isBetween(0, set.classes() - 1);
        }
        assertThat(set.images().byteSize()).isEqualTo((long) set.size() * set.imageBytes());
      }
      return true;
    } catch (DataException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void survivesAsImage(byte[] content) {
    try {
      var image = ImageDecoder.decode(content, "damaged");
      assertThat(image.samples()).hasSize(image.channels() * image.height() * image.width());
    } catch (DataException e) {
      assertThat(e.getMessage()).startsWith("damaged: ").doesNotContain("\n");
    }
  }
}
