// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import java.util.Arrays;

/**
 * One decoded image: unsigned bytes of the shape {@code [channels, height, width]}, row-major. The
 * array is not copied; whoever makes an image hands the array over.
 *
 * @param channels 1 for gray, 3 for red, green, blue
 * @param height rows
 * @param width columns
 * @param samples {@code channels * height * width} unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by equals below; copied by nobody in the loop
public record Image(int channels, int height, int width, byte[] samples) {
  /** Checks that the samples are as many as the shape says. */
  public Image {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException("an image of " + channels + "x" + height + "x" + width);
    }
    if (samples.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          samples.length + " samples for " + channels + "x" + height + "x" + width);
    }
  }

  /** The shape as people write it, such as {@code 3x32x32}. */
  public String shape() {
    return channels + "x" + height + "x" + width;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image image
        && image.channels == channels
        && image.height == height
        && image.width == width
        && Arrays.equals(image.samples, samples);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(samples);
  }

  @Override
  public String toString() {
    return "Image[" + shape() + "]";
  }
}
