// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Image;

/**
 * Reads portable graymaps and pixmaps: P2 and P3 (decimal text), P5 and P6 (bytes, or big-endian
 * pairs of bytes where the largest value is above 255). Comments in the header are skipped. Values
 * are scaled to 0..255 and rounded. Source: the Netpbm project's pages "pgm" and "ppm".
 */
final class Netpbm {
  private static final String REMEDY = "Write the image again as PNG, PPM or PGM";

  private final byte[] bytes;
  private final Object where;
  private int position = 2;

  private Netpbm(byte[] bytes, Object where) {
    this.bytes = bytes;
    this.where = where;
  }

  static boolean recognises(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '7';
  }

  static Image decode(byte[] bytes, Object where) {
    return new Netpbm(bytes, where).image();
  }

  private Image image() {
    int kind = bytes[1] - '0';
    if (kind != 2 && kind != 3 && kind != 5 && kind != 6) {
      throw problem("is Netpbm of the kind P" + kind, "P2, P3, P5 or P6");
    }
    boolean text = kind < 4;
    int channels = kind == 2 || kind == 5 ? 1 : 3;
    int width = header("width", Integer.MAX_VALUE);
    int height = header("height", Integer.MAX_VALUE);
    int largest = header("largest value", 65_535);
    int count = DataSet.requireFits(where, 1, channels, height, width);
    int sampleBytes = largest > 255 ? 2 : 1;
    if (!text) {
      position++; // the single white-space character that ends the header
    }
    long available = Math.max(0, bytes.length - position);
    // Text needs a digit and a separator for each sample but the last.
    long needed = text ? 2L * count - 1 : (long) count * sampleBytes;
    if (available < needed) {
      throw problem(
          "has " + available + " bytes of samples",
          "at least " + needed + " for " + channels + "x" + height + "x" + width);
    }
    byte[] samples = new byte[count];
    int plane = height * width;
    for (int i = 0; i < count; i++) {
      int value = text ? number("sample " + i) : binary(sampleBytes);
      if (value > largest) {
        throw problem("sample " + i + " is " + value, "at most " + largest);
      }
      int scaled = (int) ((value * 255L + largest / 2) / largest);
      samples[(i % channels) * plane + i / channels] = (byte) scaled;
    }
    skipBlank();
    if (position < bytes.length) {
      throw problem(
          "goes on for " + (bytes.length - position) + " bytes after its last sample",
          "one image in one file");
    }
    return new Image(channels, height, width, samples);
  }

  private int header(String what, int most) {
    int value = number(what);
    if (value < 1 || value > most) {
      throw problem("gives its " + what + " as " + value, "from 1 to " + most);
    }
    return value;
  }

  private int binary(int sampleBytes) {
    int value = Byte.toUnsignedInt(bytes[position++]);
    return sampleBytes == 1 ? value : value << 8 | Byte.toUnsignedInt(bytes[position++]);
  }

  private int number(String what) {
    skipBlank();
    long value = 0;
    int start = position;
    while (position < bytes.length && bytes[position] >= '0' && bytes[position] <= '9') {
      value = value * 10 + bytes[position++] - '0';
      if (value > Integer.MAX_VALUE) {
        throw problem("gives its " + what + " as more than " + Integer.MAX_VALUE, "less");
      }
    }
    if (position == start) {
      throw problem("has no number for its " + what + " at byte " + start, "decimal digits");
    }
    return (int) value;
  }

  private void skipBlank() {
    while (position < bytes.length) {
      byte next = bytes[position];
      if (next == '#') {
        while (position < bytes.length && bytes[position] != '\n' && bytes[position] != '\r') {
          position++;
        }
      } else if (next == ' ' || (next >= '\t' && next <= '\r')) {
        position++;
      } else {
        return;
      }
    }
  }

  private DataException problem(String found, String expected) {
    return DataException.of(where, found, expected, REMEDY);
  }
}
