// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads IDX, the format of MNIST: two zero bytes, one byte for the element type (8: unsigned byte,
 * the only one read here), one for the number of dimensions, each dimension as a big-endian 32-bit
 * number, then the elements, row-major. Raw or gzip-compressed. Source: Y. LeCun, C. Cortes, C. J.
 * C. Burges, "The MNIST database of handwritten digits", section "File formats".
 */
public final class IdxReader {
  private static final int UNSIGNED_BYTE = 0x08;

  private IdxReader() {}

  /**
   * Reads a pair of files.
   *
   * @param imagesPath {@code [count, height, width]} of unsigned bytes
   * @param labelsPath {@code [count]} of unsigned bytes
   * @param classNames the classes, or null to take as many as the largest label asks for, named by
   *     their numbers
   * @return the images as {@code [count, 1, height, width]}
   * @throws DataException if a file is missing, damaged, of another format, or the two disagree
   */
  public static DataSet read(
      String name,
      Split split,
      Path imagesPath,
      Path labelsPath,
      @Nullable List<String> classNames) {
    Tensor images = tensor(imagesPath, 3, "images");
    Tensor labels = tensor(labelsPath, 1, "labels");
    int count = images.extents[0];
    if (labels.extents[0] != count) {
      throw DataException.of(
          labelsPath,
          "holds " + labels.extents[0] + " labels",
          count + " labels, one for each image of " + imagesPath.getFileName(),
          "Put the two files of one split together");
    }
    if (count == 0) {
      throw DataException.of(imagesPath, "holds no images", "at least one", DataFile.GET_AGAIN);
    }
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = Byte.toUnsignedInt(labels.elements[i]);
    }
    List<String> names = classNames == null ? numbered(classes) : classNames;
    requireLabels(labelsPath, classes, names.size());
    return DataSet.wrap(
        name,
        split,
        imagesPath.toString(),
        1,
        images.extents[1],
        images.extents[2],
        names,
        images.elements,
        classes);
  }

  /**
   * The classes that a label file asks for: as many as its largest label, named by their numbers.
   *
   * @throws DataException if the file is missing, damaged or of another format
   */
  static List<String> classNames(Path labelsPath) {
    byte[] labels = tensor(labelsPath, 1, "labels").elements;
    int[] classes = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = Byte.toUnsignedInt(labels[i]);
    }
    return numbered(classes);
  }

  private static List<String> numbered(int[] labels) {
    int largest = Arrays.stream(labels).max().orElse(0);
    return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
  }

  private static void requireLabels(Path path, int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classes) {
        throw DataException.of(
            path,
            "label " + labels[i] + " of image " + i + " (counted from 0)",
            "labels from 0 to " + (classes - 1),
            DataFile.GET_AGAIN);
      }
    }
  }

  /** Extents, and as many elements as their product. */
  private static final class Tensor {
    private final int[] extents;
    private final byte[] elements;

    private Tensor(int[] extents, byte[] elements) {
      this.extents = extents;
      this.elements = elements;
    }
  }

  private static Tensor tensor(Path path, int rank, String what) {
    DataFile file = DataFile.of(path);
    try (InputStream in = file.open()) {
      byte[] magic = in.readNBytes(4);
      requireMagic(path, magic, rank, what);
      byte[] header = in.readNBytes(rank * Integer.BYTES);
      if (header.length < rank * Integer.BYTES) {
        throw DataException.of(
            path,
            "ends within the header, after " + (4 + header.length) + " bytes",
            "a header of " + (4 + rank * Integer.BYTES) + " bytes",
            DataFile.GET_AGAIN);
      }
      return new Tensor(
          extents(path, header, rank), elements(file, in, header, 4L + header.length));
    } catch (IOException e) {
      throw DataFile.failure(path, e);
    }
  }

  private static void requireMagic(Path path, byte[] magic, int rank, String what) {
    String expected = "an IDX file of " + what + ", which begins with 00 00 08 0" + rank;
    if (magic.length < 4) {
      throw DataException.of(
          path, "holds only " + magic.length + " bytes", expected, DataFile.GET_AGAIN);
    }
    String found = "begins with " + HexFormat.ofDelimiter(" ").formatHex(magic);
    if (magic[0] != 0 || magic[1] != 0) {
      throw DataException.of(path, found + ", which is not IDX", expected, DataFile.GET_AGAIN);
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw DataException.of(
          path,
          found + ", IDX of another element type than unsigned byte",
          expected,
          "Convert the elements to unsigned bytes");
    }
    if (magic[3] != rank) {
      throw DataException.of(
          path,
          found + ", IDX of " + Byte.toUnsignedInt(magic[3]) + " dimensions",
          expected,
          "Check that images and labels are not exchanged");
    }
  }

  private static int[] extents(Path path, byte[] header, int rank) {
    int[] extents = new int[rank];
    ByteBuffer numbers = ByteBuffer.wrap(header);
    for (int i = 0; i < rank; i++) {
      extents[i] = numbers.getInt();
      if (extents[i] < 0 || (i > 0 && extents[i] == 0)) {
        throw DataException.of(
            path,
            "the header gives dimension " + i + " as " + Integer.toUnsignedString(extents[i]),
            "from 1 to " + Integer.MAX_VALUE,
            DataFile.GET_AGAIN);
      }
    }
    return extents;
  }

  private static byte[] elements(DataFile file, InputStream in, byte[] header, long headerBytes)
      throws IOException {
    ByteBuffer numbers = ByteBuffer.wrap(header);
    long count = numbers.getInt();
    long height = numbers.hasRemaining() ? numbers.getInt() : 1;
    long width = numbers.hasRemaining() ? numbers.getInt() : 1;
    int claimed = DataSet.requireFits(file.path(), count, 1, height, width);
    String claim = "the " + claimed + " bytes of data that the header claims";
    long most = file.mostBytes() - headerBytes;
    if (claimed > most) {
      throw DataException.of(
          file.path(),
          file.compressed()
              ? "its " + file.length() + " compressed bytes cannot hold more than " + most
              : "holds " + Math.max(0, most) + " bytes of data",
          claim,
          DataFile.GET_AGAIN);
    }
    if (!file.compressed() && claimed < most) {
      throw tooLong(file, claim);
    }
    byte[] elements = in.readNBytes(claimed);
    if (elements.length < claimed) {
      throw DataException.of(
          file.path(), "holds " + elements.length + " bytes of data", claim, DataFile.GET_AGAIN);
    }
    if (in.read() != -1) {
      throw tooLong(file, claim);
    }
    return elements;
  }

  private static DataException tooLong(DataFile file, String claim) {
    return DataException.of(
        file.path(), "goes on after the end of its data", claim, DataFile.GET_AGAIN);
  }
}
