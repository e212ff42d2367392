// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Pooling and its gradients, one thread for each element written, so nothing is added to by two.
 * Arguments: threads, operands and result at 1 to 3, height and width at 4, output height and width
 * at 6, window at 8, strides at 10, padding above and left at 12, dilation at 14, whether padding
 * counts at 16, padding below and right at 17.
 */
@SuppressWarnings("IdentityBinaryExpression") // How a kernel asks for NaN.
public final class Pooling {
  private Pooling() {}

  /** The largest element of each window. Operand x, result at 3. */
  static void maxPool(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      // Read once: the compiler may not take these loads out of a loop by itself.
      int windowHeight = list.get(base + 8);
      int windowWidth = list.get(base + 9);
      int strideHeight = list.get(base + 10);
      int strideWidth = list.get(base + 11);
      int padTop = list.get(base + 12);
      int padLeft = list.get(base + 13);
      int dilationHeight = list.get(base + 14);
      int dilationWidth = list.get(base + 15);
      int height = list.get(base + 4);
      int width = list.get(base + 5);
      int outputWidth = list.get(base + 7);
      int columnBlock = i / outputWidth;
      int column = (i - columnBlock * outputWidth) * strideWidth - padLeft;
      int plane = columnBlock / list.get(base + 6);
      int row = (columnBlock - plane * list.get(base + 6)) * strideHeight - padTop;
      int from = list.get(base + 1) + plane * height * width;
      float best = 0f;
      int found = 0;
      int heldNaN = 0;
      for (int down = 0; down < windowHeight; down++) {
        int y = row + down * dilationHeight;
        if (y >= 0 && y < height) {
          for (int right = 0; right < windowWidth; right++) {
            int x = column + right * dilationWidth;
            if (x >= 0 && x < width) {
              float value = floats.get(from + y * width + x);
              int isNaN = value != value ? 1 : 0;
              int larger = value > best ? 1 : 0;
              int wins = (1 - found) | ((larger | isNaN) & (1 - heldNaN));
              if (wins == 1) {
                best = value;
                heldNaN = isNaN;
                found = 1;
              }
            }
          }
        }
      }
      floats.set(list.get(base + 3) + i, best);
    }
  }

  /** Each element sums over the windows it wins. Operands x and dy. */
  static void maxPoolGradient(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      // Read once: the compiler may not take these loads out of a loop by itself.
      int windowHeight = list.get(base + 8);
      int windowWidth = list.get(base + 9);
      int strideHeight = list.get(base + 10);
      int strideWidth = list.get(base + 11);
      int padTop = list.get(base + 12);
      int padLeft = list.get(base + 13);
      int dilationHeight = list.get(base + 14);
      int dilationWidth = list.get(base + 15);
      int height = list.get(base + 4);
      int width = list.get(base + 5);
      int outputHeight = list.get(base + 6);
      int outputWidth = list.get(base + 7);
      int rowBlock = i / width;
      int ownColumn = i - rowBlock * width;
      int plane = rowBlock / height;
      int ownRow = rowBlock - plane * height;
      int from = list.get(base + 1) + plane * height * width;
      int gradients = list.get(base + 2) + plane * outputHeight * outputWidth;
      int reachDown = (windowHeight - 1) * dilationHeight;
      int reachRight = (windowWidth - 1) * dilationWidth;
      int lastRow = (ownRow + padTop) / strideHeight;
      int lastColumn = (ownColumn + padLeft) / strideWidth;
      int firstRow = ownRow + padTop - reachDown;
      int firstColumn = ownColumn + padLeft - reachRight;
      firstRow = firstRow <= 0 ? 0 : (firstRow + strideHeight - 1) / strideHeight;
      firstColumn = firstColumn <= 0 ? 0 : (firstColumn + strideWidth - 1) / strideWidth;
      lastRow = lastRow >= outputHeight ? outputHeight - 1 : lastRow;
      lastColumn = lastColumn >= outputWidth ? outputWidth - 1 : lastColumn;
      float sum = 0f;
      for (int outRow = firstRow; outRow <= lastRow; outRow++) {
        int row = outRow * strideHeight - padTop;
        for (int outColumn = firstColumn; outColumn <= lastColumn; outColumn++) {
          int column = outColumn * strideWidth - padLeft;
          int winner = -1;
          float best = 0f;
          int heldNaN = 0;
          for (int down = 0; down < windowHeight; down++) {
            int y = row + down * dilationHeight;
            if (y >= 0 && y < height) {
              for (int right = 0; right < windowWidth; right++) {
                int x = column + right * dilationWidth;
                if (x >= 0 && x < width) {
                  float value = floats.get(from + y * width + x);
                  int isNaN = value != value ? 1 : 0;
                  int larger = value > best ? 1 : 0;
                  int none = winner < 0 ? 1 : 0;
                  int wins = none | ((larger | isNaN) & (1 - heldNaN));
                  if (wins == 1) {
                    winner = y * width + x;
                    best = value;
                    heldNaN = isNaN;
                  }
                }
              }
            }
          }
          if (winner == ownRow * width + ownColumn) {
            sum = sum + floats.get(gradients + outRow * outputWidth + outColumn);
          }
        }
      }
      floats.set(list.get(base + 3) + i, sum);
    }
  }

  /** Mean of each window. Operand x, result at 3. */
  static void averagePool(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      // Read once: the compiler may not take these loads out of a loop by itself.
      int windowHeight = list.get(base + 8);
      int windowWidth = list.get(base + 9);
      int strideHeight = list.get(base + 10);
      int strideWidth = list.get(base + 11);
      int padTop = list.get(base + 12);
      int padLeft = list.get(base + 13);
      int dilationHeight = list.get(base + 14);
      int dilationWidth = list.get(base + 15);
      int padBottom = list.get(base + 17);
      int padRight = list.get(base + 18);
      int height = list.get(base + 4);
      int width = list.get(base + 5);
      int outputWidth = list.get(base + 7);
      int columnBlock = i / outputWidth;
      int column = (i - columnBlock * outputWidth) * strideWidth - padLeft;
      int plane = columnBlock / list.get(base + 6);
      int row = (columnBlock - plane * list.get(base + 6)) * strideHeight - padTop;
      int from = list.get(base + 1) + plane * height * width;
      boolean padding = list.get(base + 16) != 0;
      float sum = 0f;
      int rows = 0;
      int columns = 0;
      for (int right = 0; right < windowWidth; right++) {
        int x = column + right * dilationWidth;
        boolean inside = x >= 0 && x < width;
        if (inside || (padding && x < width + padRight)) {
          columns = columns + 1;
        }
      }
      for (int down = 0; down < windowHeight; down++) {
        int y = row + down * dilationHeight;
        boolean inside = y >= 0 && y < height;
        if (inside || (padding && y < height + padBottom)) {
          rows = rows + 1;
        }
        if (inside) {
          for (int right = 0; right < windowWidth; right++) {
            int x = column + right * dilationWidth;
            if (x >= 0 && x < width) {
              sum = sum + floats.get(from + y * width + x);
            }
          }
        }
      }
      floats.set(list.get(base + 3) + i, sum / (float) (rows * columns));
    }
  }

  /** Each element sums its share of the windows it lies in. Operand dy at 2. */
  static void averagePoolGradient(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      // Read once: the compiler may not take these loads out of a loop by itself.
      int windowHeight = list.get(base + 8);
      int windowWidth = list.get(base + 9);
      int strideHeight = list.get(base + 10);
      int strideWidth = list.get(base + 11);
      int padTop = list.get(base + 12);
      int padLeft = list.get(base + 13);
      int dilationHeight = list.get(base + 14);
      int dilationWidth = list.get(base + 15);
      int padBottom = list.get(base + 17);
      int padRight = list.get(base + 18);
      int height = list.get(base + 4);
      int width = list.get(base + 5);
      int outputHeight = list.get(base + 6);
      int outputWidth = list.get(base + 7);
      int rowBlock = i / width;
      int ownColumn = i - rowBlock * width;
      int plane = rowBlock / height;
      int ownRow = rowBlock - plane * height;
      int gradients = list.get(base + 2) + plane * outputHeight * outputWidth;
      boolean padding = list.get(base + 16) != 0;
      float sum = 0f;
      for (int down = 0; down < windowHeight; down++) {
        int top = ownRow + padTop - down * dilationHeight;
        int outRow = top / strideHeight;
        if (top >= 0 && outRow * strideHeight == top && outRow < outputHeight) {
          int row = top - padTop;
          int rows = 0;
          for (int other = 0; other < windowHeight; other++) {
            int y = row + other * dilationHeight;
            if ((y >= 0 && y < height) || (padding && y < height + padBottom)) {
              rows = rows + 1;
            }
          }
          for (int right = 0; right < windowWidth; right++) {
            int left = ownColumn + padLeft - right * dilationWidth;
            int outColumn = left / strideWidth;
            if (left >= 0 && outColumn * strideWidth == left && outColumn < outputWidth) {
              int column = left - padLeft;
              int columns = 0;
              for (int other = 0; other < windowWidth; other++) {
                int x = column + other * dilationWidth;
                if ((x >= 0 && x < width) || (padding && x < width + padRight)) {
                  columns = columns + 1;
                }
              }
              sum =
                  sum
                      + floats.get(gradients + outRow * outputWidth + outColumn)
                          / (float) (rows * columns);
            }
          }
        }
      }
      floats.set(list.get(base + 3) + i, sum);
    }
  }
}
