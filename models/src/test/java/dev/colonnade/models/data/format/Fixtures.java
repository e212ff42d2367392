// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small valid files of every format, for tests to read or to damage. */
public final class Fixtures {
  static final List<String> TEN = IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private Fixtures() {}

  /** A text as bytes. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** An IDX file of unsigned bytes. */
  static byte[] idx(byte[] elements, int... extents) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * extents.length + elements.length);
    file.putInt(0x0800 | extents.length);
    for (int extent : extents) {
      file.putInt(extent);
    }
    return file.put(elements).array();
  }

  static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] labels(int count, int classes) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % classes);
    }
    return labels;
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** CIFAR-10 records with labels 0, 1, ... and random pixels. */
  static byte[] cifarRecords(int count, long seed) {
    byte[] bytes = random(count * 3073, seed);
    for (int i = 0; i < count; i++) {
      bytes[i * 3073] = (byte) (i % 10);
    }
    return bytes;
  }

  /** The six files of CIFAR-10's binary version with {@code count} records each. */
  static Map<String, byte[]> cifarFiles(int count) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("test_batch.bin", cifarRecords(count, 0)); // first, as an archive may have it
    for (int i = 5; i >= 1; i--) {
      files.put("data_batch_" + i + ".bin", cifarRecords(count, i));
    }
    return files;
  }

  /** A {@code .tar.gz} of the given files. */
  public static byte[] tarGz(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return gzip(bytes.toByteArray());
  }

  static BufferedImage picture(int type, int height, int width, long seed) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xff000000 | random.nextInt(1 << 24));
      }
    }
    return image;
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] png(int height, int width, long seed) {
    return encode(picture(BufferedImage.TYPE_INT_RGB, height, width, seed), "png");
  }

  static byte[] jpeg(int height, int width, long seed) {
    return encode(picture(BufferedImage.TYPE_INT_RGB, height, width, seed), "jpeg");
  }

  static byte[] pgm(int height, int width, long seed) {
    byte[] header =
        ("P5\n# made by a test\n" + width + " " + height + "\n255\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(header.length + height * width)
        .put(header)
        .put(random(height * width, seed))
        .array();
  }

  /** Two classes, both splits, all four formats by name; gray throughout when asked. */
  static Map<String, byte[]> imageTree() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("test/dog/9.jpg", jpeg(6, 5, 1));
    files.put("train/dog/b.png", png(6, 5, 2));
    files.put("train/cat/z.JPEG", jpeg(6, 5, 3));
    files.put("train/cat/a.png", png(6, 5, 4));
    files.put("README.txt", new byte[] {'x'});
    return files;
  }

  /** Writes files below a folder. */
  static void write(Path folder, Map<String, byte[]> files) {
    files.forEach((name, content) -> write(folder.resolve(name), content));
  }

  /** Writes one file, with its folders. */
  public static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole MNIST-like folder: 20 training and 10 test images of 4x3. */
  public static void writeIdxFolder(Path folder) {
    write(folder.resolve("train-images-idx3-ubyte"), idx(random(20 * 12, 1), 20, 4, 3));
    write(folder.resolve("train-labels-idx1-ubyte"), idx(labels(20, 10), 20));
    write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(idx(random(10 * 12, 2), 10, 4, 3)));
    write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(idx(labels(10, 10), 10)));
  }

  static DataSet toy(Split split) {
    return DataSet.wrap(
        "toy", split, "memory", 1, 2, 3, TEN, random(5 * 6, 9), new int[] {0, 3, 9, 1, 1});
  }
}
