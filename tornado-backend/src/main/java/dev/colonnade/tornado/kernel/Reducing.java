// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Sums, maxima and their places. Arguments of sums and maxima: threads, function (0 sum, 1
 * maximum), x, result, threads for each result, elements for each result, elements for each thread,
 * rank of what is kept with its extents from 8 and strides from 16, and at 24 the rank of what is
 * reduced, with extents from 25 and strides from 33.
 */
@SuppressWarnings("IdentityBinaryExpression") // How a kernel asks for NaN.
public final class Reducing {
  private Reducing() {}

  /** Reduces floats. */
  static void reduceFloats(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int chunks = list.get(base + 4);
      int result = i / chunks;
      int first = (i - result * chunks) * list.get(base + 6);
      int count = list.get(base + 5);
      int end = first + list.get(base + 6);
      end = end > count ? count : end;
      int origin = list.get(base + 2);
      int rest = result;
      for (int axis = list.get(base + 7) - 1; axis >= 0; axis--) {
        int extent = list.get(base + 8 + axis);
        int quotient = rest / extent;
        origin += (rest - quotient * extent) * list.get(base + 16 + axis);
        rest = quotient;
      }
      int inner = list.get(base + 24) - 1;
      int run = list.get(base + 25 + inner);
      int stride = list.get(base + 33 + inner);
      boolean largest = list.get(base + 1) == 1;
      float value = 0f;
      int heldNaN = 0;
      int at = first;
      while (at < end) {
        int outer = at / run;
        int place = at - outer * run;
        int length = run - place;
        length = length > end - at ? end - at : length;
        int from = origin + place * stride;
        int left = outer;
        for (int axis = inner - 1; axis >= 0; axis--) {
          int extent = list.get(base + 25 + axis);
          int quotient = left / extent;
          from += (left - quotient * extent) * list.get(base + 33 + axis);
          left = quotient;
        }
        for (int step = 0; step < length; step++) {
          float x = floats.get(from + step * stride);
          if (largest) {
            int isFirst = at + step == first ? 1 : 0;
            int isNaN = x != x ? 1 : 0;
            int larger = x > value ? 1 : 0;
            int wins = isFirst | ((larger | isNaN) & (1 - heldNaN));
            if (wins == 1) {
              value = x;
              heldNaN = isNaN;
            }
          } else {
            value = value + x;
          }
        }
        at = at + length;
      }
      floats.set(list.get(base + 3) + i, value);
    }
  }

  /** Reduces integers. */
  static void reduceInts(IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int chunks = list.get(base + 4);
      int result = i / chunks;
      int first = (i - result * chunks) * list.get(base + 6);
      int count = list.get(base + 5);
      int end = first + list.get(base + 6);
      end = end > count ? count : end;
      int origin = list.get(base + 2);
      int rest = result;
      for (int axis = list.get(base + 7) - 1; axis >= 0; axis--) {
        int extent = list.get(base + 8 + axis);
        int quotient = rest / extent;
        origin += (rest - quotient * extent) * list.get(base + 16 + axis);
        rest = quotient;
      }
      int inner = list.get(base + 24) - 1;
      int run = list.get(base + 25 + inner);
      int stride = list.get(base + 33 + inner);
      boolean largest = list.get(base + 1) == 1;
      int value = 0;
      int at = first;
      while (at < end) {
        int outer = at / run;
        int place = at - outer * run;
        int length = run - place;
        length = length > end - at ? end - at : length;
        int from = origin + place * stride;
        int left = outer;
        for (int axis = inner - 1; axis >= 0; axis--) {
          int extent = list.get(base + 25 + axis);
          int quotient = left / extent;
          from += (left - quotient * extent) * list.get(base + 33 + axis);
          left = quotient;
        }
        for (int step = 0; step < length; step++) {
          int x = ints.get(from + step * stride);
          if (largest) {
            boolean isFirst = at + step == first;
            value = isFirst || x > value ? x : value;
          } else {
            value = value + x;
          }
        }
        at = at + length;
      }
      ints.set(list.get(base + 3) + i, value);
    }
  }

  /** Place of the largest element. Arguments: results, x, result, stride, extent. */
  static void argMaxOfFloats(
      FloatArray floats, IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int stride = list.get(base + 3);
      int extent = list.get(base + 4);
      int outer = i / stride;
      int from = list.get(base + 1) + outer * extent * stride + (i - outer * stride);
      int best = 0;
      float value = floats.get(from);
      int heldNaN = value != value ? 1 : 0;
      for (int place = 1; place < extent; place++) {
        float x = floats.get(from + place * stride);
        int isNaN = x != x ? 1 : 0;
        int larger = x > value ? 1 : 0;
        int wins = (larger | isNaN) & (1 - heldNaN);
        if (wins == 1) {
          best = place;
          value = x;
          heldNaN = isNaN;
        }
      }
      ints.set(list.get(base + 2) + i, best);
    }
  }

  /** Place of the largest element. Arguments: results, x, result, stride, extent. */
  static void argMaxOfInts(IntArray ints, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int stride = list.get(base + 3);
      int extent = list.get(base + 4);
      int outer = i / stride;
      int from = list.get(base + 1) + outer * extent * stride + (i - outer * stride);
      int best = 0;
      int value = ints.get(from);
      for (int place = 1; place < extent; place++) {
        int x = ints.get(from + place * stride);
        boolean wins = x > value;
        if (wins) {
          best = place;
          value = x;
        }
      }
      ints.set(list.get(base + 2) + i, best);
    }
  }
}
