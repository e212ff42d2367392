// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Random numbers, and images between their pixels. */
public final class Sampling {
  private Sampling() {}

  /**
   * Philox4x32-10, a thread for each block of four words. Arguments: threads, key, counters,
   * result, whether floats are wanted, words of a row, step from one row's counter to the next,
   * blocks of a row.
   */
  static void philox(FloatArray floats, IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int blocks = list.get(base + 7);
      int row = i / blocks;
      int block = i - row * blocks;
      int length = list.get(base + 5);
      int counter = list.get(base + 2) + row * list.get(base + 6);
      int x0 = block;
      int x1 = 0;
      int x2 = ints.get(counter);
      int x3 = ints.get(counter + 1);
      int key0 = ints.get(list.get(base + 1));
      int key1 = ints.get(list.get(base + 1) + 1);
      for (int round = 0; round < 10; round++) {
        // TornadoVM compiles >>> as a signed shift, so the upper bits are masked afterwards.
        long product0 = 0xD2511F53L * (x0 & 0xFFFFFFFFL);
        long product1 = 0xCD9E8D57L * (x2 & 0xFFFFFFFFL);
        int next0 = ((int) ((product1 >> 32) & 0xFFFFFFFFL)) ^ x1 ^ key0;
        int next2 = ((int) ((product0 >> 32) & 0xFFFFFFFFL)) ^ x3 ^ key1;
        x1 = (int) product1;
        x3 = (int) product0;
        x0 = next0;
        x2 = next2;
        key0 = key0 + 0x9E3779B9;
        key1 = key1 + 0xBB67AE85;
      }
      int to = list.get(base + 3) + row * length;
      for (int word = 0; word < 4; word++) {
        int place = block * 4 + word;
        if (place < length) {
          int value = word == 0 ? x0 : (word == 1 ? x1 : (word == 2 ? x2 : x3));
          if (list.get(base + 4) != 0) {
            int bits = (value >> 8) & 0xFFFFFF;
            floats.set(to + place, (float) bits * 5.9604645E-8f);
          } else {
            ints.set(to + place, value);
          }
        }
      }
    }
  }

  /**
   * Bilinear sampling, a thread for each place of each map. Arguments: threads, x, grid, y, maps,
   * height, width, places, whether the border is repeated.
   */
  static void gridSample(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int places = list.get(base + 7);
      int plane = i / places;
      int place = i - plane * places;
      int image = plane / list.get(base + 4);
      int height = list.get(base + 5);
      int width = list.get(base + 6);
      int at = list.get(base + 2) + 2 * (image * places + place);
      float floorColumn = TornadoMath.floor(floats.get(at));
      float floorRow = TornadoMath.floor(floats.get(at + 1));
      float right = floats.get(at) - floorColumn;
      float down = floats.get(at + 1) - floorRow;
      boolean replicate = list.get(base + 8) != 0;
      int from = list.get(base + 1) + plane * height * width;
      // Far away, or no number: anything, as long as nothing outside is read.
      float limit = 1.0E9f;
      int column = floorColumn > -limit && floorColumn < limit ? (int) floorColumn : -4;
      int row = floorRow > -limit && floorRow < limit ? (int) floorRow : -4;
      float sum = 0f;
      for (int corner = 0; corner < 4; corner++) {
        int y = row + (corner >> 1);
        int x = column + (corner & 1);
        float weight =
            ((corner >> 1) == 0 ? 1f - down : down) * ((corner & 1) == 0 ? 1f - right : right);
        boolean inside = y >= 0 && y < height && x >= 0 && x < width;
        if (inside || replicate) {
          int nearestRow = y < 0 ? 0 : (y >= height ? height - 1 : y);
          int nearestColumn = x < 0 ? 0 : (x >= width ? width - 1 : x);
          sum = sum + weight * floats.get(from + nearestRow * width + nearestColumn);
        }
      }
      floats.set(list.get(base + 3) + i, sum);
    }
  }
}
