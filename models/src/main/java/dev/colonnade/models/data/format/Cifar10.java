// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * CIFAR-10's binary version: {@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code
 * test_batch.bin}, in a folder or in the official {@code cifar-10-binary.tar.gz}, which is read in
 * place. Each file holds 10,000 records of one label byte and 3 x 32 x 32 pixel bytes: red, green,
 * blue planes, each row-major. Source: A. Krizhevsky, the CIFAR-10 page, section "Binary version".
 */
public final class Cifar10 implements DataSource {
  /** The official names of the classes, in the order of the labels. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** Records in each official file. */
  public static final int RECORDS_PER_FILE = 10_000;

  private static final int CHANNELS = 3;
  private static final int EXTENT = 32;
  private static final int IMAGE_BYTES = CHANNELS * EXTENT * EXTENT;
  private static final int RECORD_BYTES = 1 + IMAGE_BYTES;

  private final String name;
  private final Path path;
  private final int recordsPerFile;

  /**
   * A source that is opened when loaded.
   *
   * @param name the data set's name
   * @param path a folder with the {@code .bin} files or a {@code .tar} or {@code .tar.gz} with them
   */
  public Cifar10(String name, Path path) {
    this(name, path, RECORDS_PER_FILE);
  }

  Cifar10(String name, Path path, int recordsPerFile) {
    this.name = name;
    this.path = path;
    this.recordsPerFile = recordsPerFile;
  }

  /** The files of one split, in reading order. */
  public static List<String> fileNames(Split split) {
    return split == Split.TEST
        ? List.of("test_batch.bin")
        : List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin");
  }

  /** Whether a folder holds at least one of the files. */
  public static boolean looksLike(Path folder) {
    return missing(folder).size() < 6;
  }

  /** The files that a folder lacks. */
  public static List<String> missing(Path folder) {
    List<String> missing = new ArrayList<>();
    for (Split split : Split.values()) {
      for (String file : fileNames(split)) {
        if (!Files.exists(folder.resolve(file))) {
          missing.add(file);
        }
      }
    }
    return missing;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    return path.toString();
  }

  @Override
  public Set<Split> splits() {
    return EnumSet.allOf(Split.class);
  }

  @Override
  public DataSet load(Split split) {
    Records records = new Records(fileNames(split), recordsPerFile);
    if (Files.isDirectory(path)) {
      for (String file : fileNames(split)) {
        Path batch = path.resolve(file);
        DataFile data = DataFile.of(batch);
        try (InputStream in = data.open()) {
          records.read(file, batch.toString(), in, data.compressed() ? -1 : data.length());
        } catch (IOException e) {
          throw DataFile.failure(batch, e);
        }
      }
    } else {
      readArchive(records);
    }
    return records.toSet(name, split, path);
  }

  private void readArchive(Records records) {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(DataFile.of(path).open())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String file = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && records.wants(file)) {
          records.read(file, path + "!" + entry.getName(), tar, entry.getSize());
        }
      }
    } catch (IOException e) {
      throw DataFile.failure(path, e);
    } catch (IllegalArgumentException e) {
      throw TarImages.damaged(path, e);
    }
  }

  /** Fills the arrays of one split, file by file, in whatever order they come. */
  private static final class Records {
    private final List<String> files;
    private final int perFile;
    private final boolean[] seen;
    private byte[] images = new byte[0];
    private int[] labels = new int[0];

    Records(List<String> files, int perFile) {
      this.files = files;
      this.perFile = perFile;
      this.seen = new boolean[files.size()];
    }

    boolean wants(String file) {
      return files.contains(file);
    }

    void read(String file, String where, InputStream in, long length) throws IOException {
      long expected = (long) perFile * RECORD_BYTES;
      if (length >= 0 && length != expected) {
        throw wrongLength(where, length + " bytes", expected);
      }
      if (labels.length == 0) {
        labels = new int[files.size() * perFile];
        images = new byte[labels.length * IMAGE_BYTES];
      }
      int batch = files.indexOf(file);
      for (int i = 0; i < perFile; i++) {
        int index = batch * perFile + i;
        int label = in.read();
        int pixels = label < 0 ? 0 : in.readNBytes(images, index * IMAGE_BYTES, IMAGE_BYTES);
        if (pixels < IMAGE_BYTES) {
          throw wrongLength(where, "only " + i + " whole records", expected);
        }
        if (label >= CLASS_NAMES.size()) {
          throw DataException.of(
              where,
              "label " + label + " of record " + i + " (counted from 0)",
              "labels from 0 to " + (CLASS_NAMES.size() - 1),
              DataFile.GET_AGAIN);
        }
        labels[index] = label;
      }
      if (length < 0 && in.read() != -1) {
        throw wrongLength(where, "more than " + perFile + " records", expected);
      }
      seen[batch] = true;
    }

    private DataException wrongLength(String where, String found, long expected) {
      return DataException.of(
          where,
          "holds " + found,
          expected + " bytes, " + perFile + " records of " + RECORD_BYTES,
          DataFile.GET_AGAIN);
    }

    DataSet toSet(String name, Split split, Path path) {
      List<String> missing = new ArrayList<>();
      for (int i = 0; i < seen.length; i++) {
        if (!seen[i]) {
          missing.add(files.get(i));
        }
      }
      if (!missing.isEmpty()) {
        throw DataException.of(
            path,
            "does not hold " + String.join(", ", missing),
            "the binary version of CIFAR-10",
            DataFile.GET_AGAIN);
      }
      return DataSet.wrap(
          name, split, path.toString(), CHANNELS, EXTENT, EXTENT, CLASS_NAMES, images, labels);
    }
  }
}
