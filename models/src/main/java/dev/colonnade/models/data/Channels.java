// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

/** What becomes of an image's colours when it is read. */
public enum Channels {
  /** Gray stays gray and colour stays colour; a folder that mixes both is refused. */
  AS_STORED,
  /** One channel: luma by ITU-R BT.601, {@code 0.299 R + 0.587 G + 0.114 B}, rounded. */
  GRAY,
  /** Three channels, red, green, blue; gray is repeated. */
  RGB;

  /**
   * Converts one image.
   *
   * @throws IllegalArgumentException if it has neither 1 nor 3 channels and a conversion is asked
   */
  public Image apply(Image image) {
    int wanted = this == GRAY ? 1 : this == RGB ? 3 : image.channels();
    if (image.channels() == wanted) {
      return image;
    }
    int plane = image.height() * image.width();
    byte[] samples = image.samples();
    byte[] converted;
    if (image.channels() == 1 && wanted == 3) {
      converted = new byte[3 * plane];
      for (int channel = 0; channel < 3; channel++) {
        System.arraycopy(samples, 0, converted, channel * plane, plane);
      }
    } else if (image.channels() == 3) {
      converted = new byte[plane];
      for (int i = 0; i < plane; i++) {
        int thousandths =
            299 * Byte.toUnsignedInt(samples[i])
                + 587 * Byte.toUnsignedInt(samples[i + plane])
                + 114 * Byte.toUnsignedInt(samples[i + 2 * plane]);
        converted[i] = (byte) ((thousandths + 500) / 1000);
      }
    } else {
      throw new IllegalArgumentException(
          "no rule turns " + image.channels() + " channels into " + wanted);
    }
    return new Image(wanted, image.height(), image.width(), converted);
  }
}
