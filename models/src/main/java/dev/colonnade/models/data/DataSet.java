// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One split of a labelled image data set, immutable and entirely in host memory.
 *
 * <p>Images are unsigned bytes (0 = no light, 255 = full light) of the logical shape {@code [size,
 * channels, height, width]}, row-major, so that image {@code i} occupies bytes {@code
 * [i*imageBytes, (i+1)*imageBytes)}. Channels are gray (1) or red, green, blue (3) in the image
 * formats; nothing here depends on that. Labels are class indices of the shape {@code [size]}, each
 * in {@code [0, classes)}.
 *
 * <p>The whole split must fit one Java array: {@link #MAX_BYTES}. {@link #requireFits} refuses
 * more, and every reader calls it before it allocates.
 */
public final class DataSet {
  /** The most image bytes one split may have: the longest array every JVM can make. */
  public static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final String name;
  private final Split split;
  private final String origin;
  private final int channels;
  private final int height;
  private final int width;
  private final List<String> classNames;
  private final byte[] images;
  private final int[] labels;
  private volatile @Nullable String contentHash;

  private DataSet(
      String name,
      Split split,
      String origin,
      int channels,
      int height,
      int width,
      List<String> classNames,
      byte[] images,
      int[] labels) {
    this.name = name;
    this.split = split;
    this.origin = origin;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classNames = classNames;
    this.images = images;
    this.labels = labels;
  }

  /**
   * Wraps images and labels without copying them: the caller hands both arrays over and must not
   * write to them afterwards.
   *
   * @param name the data set's name, such as {@code mnist}
   * @param split which part this is
   * @param origin where it came from, for messages and records
   * @param channels channels of every image, at least 1
   * @param height rows of every image, at least 1
   * @param width columns of every image, at least 1
   * @param classNames one name for each class, in the order of the labels
   * @param images {@code [labels.length, channels, height, width]}, row-major, unsigned bytes
   * @param labels {@code [size]}, each in {@code [0, classNames.size())}
   * @throws IllegalArgumentException if shapes do not agree or a label is outside the classes; a
   *     reader finds this out first and says so with a {@link DataException}
   */
  public static DataSet wrap(
      String name,
      Split split,
      String origin,
      int channels,
      int height,
      int width,
      List<String> classNames,
      byte[] images,
      int[] labels) {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "images of " + shape(channels, height, width) + ": every extent must be at least 1");
    }
    long expected = (long) labels.length * channels * height * width;
    if (images.length != expected) {
      throw new IllegalArgumentException(
          images.length
              + " image bytes for "
              + labels.length
              + " labels of "
              + shape(channels, height, width)
              + ": expected "
              + expected);
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "label " + labels[i] + " of image " + i + " is outside [0, " + classNames.size() + ")");
      }
    }
    return new DataSet(
        Objects.requireNonNull(name),
        Objects.requireNonNull(split),
        Objects.requireNonNull(origin),
        channels,
        height,
        width,
        List.copyOf(classNames),
        images,
        labels);
  }

  /**
   * Refuses a split that no single array can hold.
   *
   * @return the number of bytes, {@code count * channels * height * width}
   * @throws DataException if that is more than {@link #MAX_BYTES}
   */
  public static int requireFits(Object where, long count, long channels, long height, long width) {
    long bytes;
    try {
      bytes =
          Math.multiplyExact(
              Math.multiplyExact(count, channels), Math.multiplyExact(height, width));
    } catch (ArithmeticException e) {
      bytes = Long.MAX_VALUE;
    }
    if (bytes > MAX_BYTES) {
      throw DataException.of(
          where,
          count + " images of " + channels + "x" + height + "x" + width + " are more than 2 GiB",
          "at most " + MAX_BYTES + " bytes in one split",
          "Use fewer or smaller images");
    }
    return (int) bytes;
  }

  /** The data set's name, such as {@code mnist}. */
  public String name() {
    return name;
  }

  /** Which part of the data set this is. */
  public Split split() {
    return split;
  }

  /** Where it came from: a path, or what generated it. */
  public String origin() {
    return origin;
  }

  /** The number of images and of labels. */
  public int size() {
    return labels.length;
  }

  /** Channels of every image. */
  public int channels() {
    return channels;
  }

  /** Rows of every image. */
  public int height() {
    return height;
  }

  /** Columns of every image. */
  public int width() {
    return width;
  }

  /** Bytes of one image: {@code channels * height * width}. */
  public int imageBytes() {
    return channels * height * width;
  }

  /** The classes' names, in the order of the labels. */
  public List<String> classNames() {
    return classNames;
  }

  /** The number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** All images, {@code [size, channels, height, width]} of unsigned bytes: a read-only view. */
  public MemorySegment images() {
    return MemorySegment.ofArray(images).asReadOnly();
  }

  /** All labels, {@code [size]} of native-order 32-bit integers: a read-only view. */
  public MemorySegment labels() {
    return MemorySegment.ofArray(labels).asReadOnly();
  }

  /** The class of image {@code index}. */
  public int label(int index) {
    return labels[index];
  }

  /** One value in {@code [0, 255]}. */
  public int pixel(int index, int channel, int row, int column) {
    Objects.checkIndex(channel, channels);
    Objects.checkIndex(row, height);
    Objects.checkIndex(column, width);
    Objects.checkIndex(index, labels.length);
    int position = index * imageBytes() + (channel * height + row) * width + column;
    return Byte.toUnsignedInt(images[position]);
  }

  /** A copy of image {@code index}: {@code [channels, height, width]} of unsigned bytes. */
  public byte[] image(int index) {
    Objects.checkIndex(index, labels.length);
    int start = index * imageBytes();
    return Arrays.copyOfRange(images, start, start + imageBytes());
  }

  /** How many images each class has, {@code [classes]}. */
  public int[] classCounts() {
    int[] counts = new int[classNames.size()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The images at {@code indices}, in that order, as a set of their own. */
  public DataSet select(int... indices) {
    int stride = imageBytes();
    byte[] chosen = new byte[requireFits(origin, indices.length, channels, height, width)];
    int[] chosenLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      Objects.checkIndex(indices[i], labels.length);
      System.arraycopy(images, indices[i] * stride, chosen, i * stride, stride);
      chosenLabels[i] = labels[indices[i]];
    }
    return new DataSet(
        name, split, origin, channels, height, width, classNames, chosen, chosenLabels);
  }

  /**
   * The first {@code count} images, or all of them where there are fewer.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public DataSet first(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a negative number of images: " + count);
    }
    if (count >= labels.length) {
      return this;
    }
    return new DataSet(
        name,
        split,
        origin,
        channels,
        height,
        width,
        classNames,
        Arrays.copyOf(images, count * imageBytes()),
        Arrays.copyOf(labels, count));
  }

  /**
   * SHA-256 in hexadecimal over shape, class names, labels and images. Two sets that a net cannot
   * tell apart have the same hash, whatever their format, compression or path. Computed once.
   */
  public String contentHash() {
    String hash = contentHash;
    if (hash == null) {
      hash = computeHash();
      contentHash = hash;
    }
    return hash;
  }

  private String computeHash() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
    String header =
        "colonnade-data-set-1\n"
            + size()
            + " "
            + shape(channels, height, width)
            + "\n"
            + String.join("\n", classNames)
            + "\n";
    digest.update(header.getBytes(StandardCharsets.UTF_8));
    int block = 1 << 16;
    ByteBuffer labelBytes = ByteBuffer.allocate(block * Integer.BYTES);
    for (int start = 0; start < labels.length; start += block) {
      int count = Math.min(block, labels.length - start);
      labelBytes.clear();
      labelBytes.asIntBuffer().put(labels, start, count);
      digest.update(labelBytes.limit(count * Integer.BYTES));
    }
    digest.update(images);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String shape(int channels, int height, int width) {
    return channels + "x" + height + "x" + width;
  }

  @Override
  public String toString() {
    return name
        + "/"
        + split.label()
        + ": "
        + size()
        + " images of "
        + shape(channels, height, width)
        + ", "
        + classes()
        + " classes";
  }
}
