// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size and the channels a net asks for, and how an image is brought there.
 *
 * <p>DanNet's MNIST nets take 29x29 pixels where the files have 28x28: {@code pad(29, 29)}. The
 * traffic-sign nets take 48x48 of photographs of any size: {@code resize(48, 48)}.
 *
 * @param fit how the size is reached
 * @param height rows of the result; 0 with {@link Fit#AS_STORED}
 * @param width columns of the result; 0 with {@link Fit#AS_STORED}
 * @param channels what becomes of the colours
 */
public record Geometry(Fit fit, int height, int width, Channels channels) {
  /** How an image is brought to a size. */
  public enum Fit {
    /** The stored size, unchanged. */
    AS_STORED,
    /**
     * Zeros around the unchanged image. Of the missing rows {@code floor(missing / 2)} go above and
     * the rest below, columns likewise: 28x28 becomes 29x29 by one row of zeros at the bottom and
     * one column of zeros at the right, 32x32 by two on every side. A larger image is refused.
     */
    PAD,
    /** Stretched to the size by {@link Resampling}; the aspect ratio may change. */
    RESIZE,
    /**
     * Resized by the largest factor at which it fits, with the aspect ratio kept to within
     * rounding, then padded.
     */
    RESIZE_AND_PAD
  }

  /** Images as they are stored: no change of size or channels. */
  public static final Geometry AS_STORED = new Geometry(Fit.AS_STORED, 0, 0, Channels.AS_STORED);

  private static final Pattern NOTATION = Pattern.compile("(pad|resize|fit):(\\d{1,5})x(\\d{1,5})");

  /** Checks that a size is given exactly where one is needed. */
  public Geometry {
    boolean sized = height >= 1 && width >= 1;
    boolean unsized = height == 0 && width == 0;
    if (fit == Fit.AS_STORED ? !unsized : !sized) {
      throw new IllegalArgumentException("geometry " + fit + " with " + height + "x" + width);
    }
  }

  /** Zeros around the image up to {@code height} x {@code width}. */
  public static Geometry pad(int height, int width) {
    return new Geometry(Fit.PAD, height, width, Channels.AS_STORED);
  }

  /** Stretches the image to {@code height} x {@code width}. */
  public static Geometry resize(int height, int width) {
    return new Geometry(Fit.RESIZE, height, width, Channels.AS_STORED);
  }

  /** Resizes with the aspect ratio kept, then pads, to {@code height} x {@code width}. */
  public static Geometry resizeAndPad(int height, int width) {
    return new Geometry(Fit.RESIZE_AND_PAD, height, width, Channels.AS_STORED);
  }

  /** The same size with another treatment of colours. */
  public Geometry withChannels(Channels channels) {
    return new Geometry(fit, height, width, channels);
  }

  /**
   * Reads {@code stored}, {@code pad:29x29}, {@code resize:48x48} or {@code fit:48x48} (height
   * first), the notation of the command line.
   *
   * @throws DataException if the text is none of these
   */
  public static Geometry parse(String text) {
    if (text.equals("stored")) {
      return AS_STORED;
    }
    Matcher matcher = NOTATION.matcher(text.toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      int height = Integer.parseInt(matcher.group(2));
      int width = Integer.parseInt(matcher.group(3));
      if (height > 0 && width > 0) {
        return switch (matcher.group(1)) {
          case "pad" -> pad(height, width);
          case "resize" -> resize(height, width);
          default -> resizeAndPad(height, width);
        };
      }
    }
    throw new DataReferenceException(
        "geometry '" + text + "'",
        "not a geometry",
        "'stored', 'pad:HxW', 'resize:HxW' or 'fit:HxW' with H and W in pixels",
        "For example 'pad:29x29' gives 28x28 digits the frame that DanNet takes");
  }

  /** The notation that {@link #parse} reads, followed by the treatment of colours if any. */
  @Override
  public String toString() {
    String size =
        switch (fit) {
          case AS_STORED -> "stored";
          case PAD -> "pad:" + height + "x" + width;
          case RESIZE -> "resize:" + height + "x" + width;
          case RESIZE_AND_PAD -> "fit:" + height + "x" + width;
        };
    return channels == Channels.AS_STORED
        ? size
        : size + "," + channels.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Brings one image to this geometry.
   *
   * @param where names the image in a message
   * @throws DataException if the image is larger than the frame it is to be padded to
   */
  public Image apply(Image image, Object where) {
    Image coloured = channels.apply(image);
    DataSet.requireFits(where, 1, coloured.channels(), height, width);
    return switch (fit) {
      case AS_STORED -> coloured;
      case PAD -> padded(coloured, where);
      case RESIZE -> Resampling.resize(coloured, height, width);
      case RESIZE_AND_PAD -> {
        double factor =
            Math.min((double) height / coloured.height(), (double) width / coloured.width());
        int fittedHeight = clamp(Math.round(coloured.height() * factor), height);
        int fittedWidth = clamp(Math.round(coloured.width() * factor), width);
        yield padded(Resampling.resize(coloured, fittedHeight, fittedWidth), where);
      }
    };
  }

  /**
   * Brings every image of a set to this geometry.
   *
   * @throws DataException if the images are larger than the frame they are to be padded to
   */
  public DataSet apply(DataSet set) {
    if (set.size() == 0 || equals(AS_STORED)) {
      return set;
    }
    byte[] images = new byte[0];
    int[] labels = new int[set.size()];
    Image fitted = null;
    for (int i = 0; i < set.size(); i++) {
      Image stored = new Image(set.channels(), set.height(), set.width(), set.image(i));
      fitted = apply(stored, set.origin());
      int length = fitted.samples().length;
      if (i == 0) {
        images =
            new byte
                [DataSet.requireFits(
                    set.origin(), set.size(), fitted.channels(), fitted.height(), fitted.width())];
      }
      System.arraycopy(fitted.samples(), 0, images, i * length, length);
      labels[i] = set.label(i);
    }
    if (fitted == null) {
      throw new AssertionError("a set of " + set.size() + " images has a first one");
    }
    return DataSet.wrap(
        set.name(),
        set.split(),
        set.origin(),
        fitted.channels(),
        fitted.height(),
        fitted.width(),
        set.classNames(),
        images,
        labels);
  }

  private Image padded(Image image, Object where) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    if (image.height() > height || image.width() > width) {
      throw DataException.of(
          where,
          "images of " + image.height() + "x" + image.width() + " pixels",
          "at most " + height + "x" + width + ", the frame they are to be padded to",
          "Shrink them with 'resize:" + height + "x" + width + "' or choose a larger frame");
    }
    int top = (height - image.height()) / 2;
    int left = (width - image.width()) / 2;
    byte[] samples = new byte[image.channels() * height * width];
    for (int channel = 0; channel < image.channels(); channel++) {
      for (int row = 0; row < image.height(); row++) {
        System.arraycopy(
            image.samples(),
            (channel * image.height() + row) * image.width(),
            samples,
            (channel * height + top + row) * width + left,
            image.width());
      }
    }
    return new Image(image.channels(), height, width, samples);
  }

  private static int clamp(long extent, int limit) {
    return (int) Math.max(1, Math.min(extent, limit));
  }
}
