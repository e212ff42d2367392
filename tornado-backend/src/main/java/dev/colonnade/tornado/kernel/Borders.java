// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Images with borders, so that a product need not look where they end. */
public final class Borders {
  private Borders() {}

  /**
   * Copies images into larger ones: element (y, x) to (top + y * down, left + x * right) where that
   * lies inside, and zeros elsewhere. A unit is a row of a result. Arguments: rows of all results,
   * source, result, height and width of a source, height and width of a result, top, left, down,
   * right.
   */
  static void borderRows(FloatArray floats, IntArray list, int base, int low, int high) {
    int sourceHeight = list.get(base + 3);
    int sourceWidth = list.get(base + 4);
    int height = list.get(base + 5);
    int width = list.get(base + 6);
    int top = list.get(base + 7);
    int left = list.get(base + 8);
    int down = list.get(base + 9);
    int right = list.get(base + 10);
    for (int i = low; i < high; i++) {
      int plane = i / height;
      int above = i - plane * height - top;
      int y = above / down;
      int to = list.get(base + 2) + i * width;
      for (int x = 0; x < width; x++) {
        floats.set(to + x, 0f);
      }
      if (above >= 0 && y * down == above && y < sourceHeight) {
        int from = list.get(base + 1) + (plane * sourceHeight + y) * sourceWidth;
        for (int x = 0; x < sourceWidth; x++) {
          int at = left + x * right;
          if (at >= 0 && at < width) {
            floats.set(to + at, floats.get(from + x));
          }
        }
      }
    }
  }
}
