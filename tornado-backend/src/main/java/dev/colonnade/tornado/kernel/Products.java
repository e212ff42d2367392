// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Matrix products, in which convolutions and their gradients are products too: {@code c[i, j] = sum
 * over k of a[i, k] b[k, j]}, where a column j and a depth k name a place of an image.
 *
 * <p>Depth k is (k1, r, s) and column j is (n, h, w), both row-major. The row of b's image is
 * {@code (h * multiplier + offset + r * step) / divisor} where that leaves no remainder and lies
 * inside, and likewise its column; elsewhere b is 0. A plain matrix has r, s and h, w of extent 1
 * as wanted. {@code launch.ProductShape} names the arguments.
 */
@SuppressWarnings("IdentityBinaryExpression") // How a kernel asks for NaN.
public final class Products {
  /** Columns that a thread computes at once: one vector of the longest kind. */
  public static final int COLUMNS = 16;

  /** Rows that a thread computes at once. */
  public static final int ROWS = 4;

  /** Depth that is packed at once. */
  public static final int DEPTH = 256;

  private Products() {}

  /**
   * For devices whose threads are cores: a thread packs 16 columns of b side by side, and walks
   * through its rows four at a time. The packed panel is an array whose type the driver's compiler
   * sees, which it needs to make vectors; of the memory itself it only sees addresses. No place is
   * outside b's images: {@link Borders} gives them borders where it would be.
   *
   * @param x which 16 columns
   * @param y which block of rows
   * @param z which group and split
   */
  static void panel(
      KernelContext context, FloatArray floats, IntArray list, int base, int x, int y, int z) {
    // TornadoVM compiles wrong code for local arrays that are passed to another method.
    float[] panel = context.allocateFloatLocalArray(4096);
    float[] tile = context.allocateFloatLocalArray(64);
    int[] offsets = context.allocateIntLocalArray(256);
    int[] origins = context.allocateIntLocalArray(16);
    int[] targets = context.allocateIntLocalArray(16);
    int rows = list.get(base);
    int columns = list.get(base + 1);
    int outerStride = list.get(base + 7);
    int innerStride = list.get(base + 8);
    int extentR = list.get(base + 9);
    int extentS = list.get(base + 10);
    int depthStride = list.get(base + 12);
    int heightStride = list.get(base + 13);
    int widthStride = list.get(base + 14);
    int extentH = list.get(base + 15);
    int extentW = list.get(base + 16);
    int stepR = list.get(base + 19) * heightStride;
    int stepS = list.get(base + 23) * widthStride;
    int rowOfC = list.get(base + 27);
    int splits = list.get(base + 33);
    int group = z / splits;
    int split = z - group * splits;
    int a = list.get(base + 3) + group * list.get(base + 30);
    int b = list.get(base + 4) + group * list.get(base + 31);
    int c = list.get(base + 5) + group * list.get(base + 32) + split * list.get(base + 35);
    int firstColumn = x * 16;
    int line = firstColumn / extentW;
    int w = firstColumn - line * extentW;
    int n = line / extentH;
    int h = line - n * extentH;
    for (int j = 0; j < 16; j++) {
      origins[j] =
          b
              + n * list.get(base + 11)
              + (h * list.get(base + 17) + list.get(base + 18)) * heightStride
              + (w * list.get(base + 21) + list.get(base + 22)) * widthStride;
      targets[j] = c + n * list.get(base + 28) + (h * extentW + w) * list.get(base + 29);
      // Behind the last column it is computed again, and not written.
      if (firstColumn + j + 1 < columns) {
        w = w + 1;
        if (w == extentW) {
          w = 0;
          h = h + 1;
          if (h == extentH) {
            h = 0;
            n = n + 1;
          }
        }
      }
    }
    int columnsHere = columns - firstColumn;
    columnsHere = columnsHere > 16 ? 16 : columnsHere;
    int begin = split * list.get(base + 34);
    int end = begin + list.get(base + 34);
    end = end > list.get(base + 2) ? list.get(base + 2) : end;
    int rowsOfABlock = list.get(base + 41);
    int firstRow = y * rowsOfABlock;
    int endRow = firstRow + rowsOfABlock;
    endRow = endRow > rows ? rows : endRow;
    int last = endRow - 1;
    for (int start = begin; start < end; start += 256) {
      int depth = end - start;
      depth = depth > 256 ? 256 : depth;
      int outer = start / extentS;
      int s = start - outer * extentS;
      int k1 = outer / extentR;
      int r = outer - k1 * extentR;
      for (int k = 0; k < depth; k++) {
        offsets[k] = k1 * outerStride + (r * extentS + s) * innerStride;
        int shift = k1 * depthStride + r * stepR + s * stepS;
        for (int j = 0; j < 16; j++) {
          panel[k * 16 + j] = floats.get(origins[j] + shift);
        }
        s = s + 1;
        if (s == extentS) {
          s = 0;
          r = r + 1;
          if (r == extentR) {
            r = 0;
            k1 = k1 + 1;
          }
        }
      }
      int finished = start + 256 >= end ? 1 : 0;
      for (int row = firstRow; row < endRow; row += 4) {
        int row1 = row + 1 > last ? last : row + 1;
        int row2 = row + 2 > last ? last : row + 2;
        int row3 = row + 3 > last ? last : row + 3;
        float[] sum0 = new float[16];
        float[] sum1 = new float[16];
        float[] sum2 = new float[16];
        float[] sum3 = new float[16];
        for (int j = 0; j < 16; j++) {
          sum0[j] = 0f;
          sum1[j] = 0f;
          sum2[j] = 0f;
          sum3[j] = 0f;
        }
        int a0 = a + row * list.get(base + 6);
        int a1 = a + row1 * list.get(base + 6);
        int a2 = a + row2 * list.get(base + 6);
        int a3 = a + row3 * list.get(base + 6);
        for (int k = 0; k < depth; k++) {
          int offset = offsets[k];
          float x0 = floats.get(a0 + offset);
          float x1 = floats.get(a1 + offset);
          float x2 = floats.get(a2 + offset);
          float x3 = floats.get(a3 + offset);
          for (int j = 0; j < 16; j++) {
            float value = panel[k * 16 + j];
            sum0[j] += x0 * value;
            sum1[j] += x1 * value;
            sum2[j] += x2 * value;
            sum3[j] += x3 * value;
          }
        }
        for (int j = 0; j < 16; j++) {
          tile[j] = sum0[j];
          tile[16 + j] = sum1[j];
          tile[32 + j] = sum2[j];
          tile[48 + j] = sum3[j];
        }
        int rowsHere = endRow - row;
        rowsHere = rowsHere > 4 ? 4 : rowsHere;
        if (start > begin) {
          for (int i = 0; i < rowsHere; i++) {
            int from = (row + i) * rowOfC;
            for (int j = 0; j < columnsHere; j++) {
              tile[i * 16 + j] = tile[i * 16 + j] + floats.get(targets[j] + from);
            }
          }
        }
        if (finished == 1) {
          if (list.get(base + 37) != 0) {
            for (int i = 0; i < rowsHere; i++) {
              float bias = floats.get(list.get(base + 36) + group * list.get(base + 43) + row + i);
              for (int j = 0; j < 16; j++) {
                tile[i * 16 + j] = tile[i * 16 + j] + bias;
              }
            }
          }
          int activation = list.get(base + 38);
          if (activation == 1) {
            for (int j = 0; j < 64; j++) {
              float value = tile[j];
              tile[j] = value > 0f || value != value ? value : 0f;
            }
          }
          // Joined by "or", TornadoVM would answer this wrongly.
          int hyperbolic = activation == 2 ? 1 : 0;
          float amplitude = 1f;
          float slope = 1f;
          if (activation == 4) {
            hyperbolic = 1;
            amplitude = floats.get(list.get(base + 39));
            slope = floats.get(list.get(base + 40));
          }
          if (hyperbolic == 1) {
            for (int j = 0; j < 64; j++) {
              tile[j] = amplitude * Functions.hyperbolicTangent(slope * tile[j]);
            }
          }
          if (activation == 3) {
            for (int j = 0; j < 64; j++) {
              tile[j] = 1f / (1f + TornadoMath.exp(-tile[j]));
            }
          }
        }
        for (int i = 0; i < rowsHere; i++) {
          int to = (row + i) * rowOfC;
          for (int j = 0; j < columnsHere; j++) {
            floats.set(targets[j] + to, tile[i * 16 + j]);
          }
        }
      }
    }
  }

  /**
   * For few columns, such as one image: a thread for each element of the result. Of argument 42 it
   * knows how many threads there are.
   */
  static void columnDot(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int rows = list.get(base);
      int columns = list.get(base + 1);
      int matrix = rows * columns;
      int group = i / matrix;
      int inside = i - group * matrix;
      int row = inside / columns;
      int column = inside - row * columns;
      int extentW = list.get(base + 16);
      int line = column / extentW;
      int w = column - line * extentW;
      int n = line / list.get(base + 15);
      int h = line - n * list.get(base + 15);
      int extentR = list.get(base + 9);
      int extentS = list.get(base + 10);
      int a = list.get(base + 3) + group * list.get(base + 30) + row * list.get(base + 6);
      int b = list.get(base + 4) + group * list.get(base + 31) + n * list.get(base + 11);
      int originY = h * list.get(base + 17) + list.get(base + 18);
      int originX = w * list.get(base + 21) + list.get(base + 22);
      int stepA = list.get(base + 7);
      int stepB = list.get(base + 12);
      int extentK = list.get(base + 2) / (extentR * extentS);
      float sum = 0f;
      for (int r = 0; r < extentR; r++) {
        int y = originY + r * list.get(base + 19);
        int wholeY = y / list.get(base + 20);
        boolean insideY =
            y >= 0 && wholeY * list.get(base + 20) == y && wholeY < list.get(base + 25);
        for (int s = 0; s < extentS; s++) {
          int x = originX + s * list.get(base + 23);
          int wholeX = x / list.get(base + 24);
          boolean insideX =
              x >= 0 && wholeX * list.get(base + 24) == x && wholeX < list.get(base + 26);
          if (insideY && insideX) {
            int atA = a + (r * extentS + s) * list.get(base + 8);
            int atB = b + wholeY * list.get(base + 13) + wholeX * list.get(base + 14);
            float sum0 = 0f;
            float sum1 = 0f;
            float sum2 = 0f;
            float sum3 = 0f;
            int fours = extentK - extentK % 4;
            for (int k = 0; k < fours; k += 4) {
              sum0 = sum0 + floats.get(atA + k * stepA) * floats.get(atB + k * stepB);
              sum1 = sum1 + floats.get(atA + (k + 1) * stepA) * floats.get(atB + (k + 1) * stepB);
              sum2 = sum2 + floats.get(atA + (k + 2) * stepA) * floats.get(atB + (k + 2) * stepB);
              sum3 = sum3 + floats.get(atA + (k + 3) * stepA) * floats.get(atB + (k + 3) * stepB);
            }
            for (int k = fours; k < extentK; k++) {
              sum0 = sum0 + floats.get(atA + k * stepA) * floats.get(atB + k * stepB);
            }
            sum = sum + ((sum0 + sum1) + (sum2 + sum3));
          }
        }
      }
      if (list.get(base + 37) != 0) {
        sum = sum + floats.get(list.get(base + 36) + group * list.get(base + 43) + row);
      }
      int activation = list.get(base + 38);
      if (activation == 1) {
        sum = sum > 0f || sum != sum ? sum : 0f;
      }
      if (activation == 2) {
        sum = TornadoMath.tanh(sum);
      }
      if (activation == 3) {
        sum = 1f / (1f + TornadoMath.exp(-sum));
      }
      if (activation == 4) {
        sum =
            floats.get(list.get(base + 39))
                * TornadoMath.tanh(floats.get(list.get(base + 40)) * sum);
      }
      floats.set(
          list.get(base + 5)
              + group * list.get(base + 32)
              + row * list.get(base + 27)
              + n * list.get(base + 28)
              + (h * extentW + w) * list.get(base + 29),
          sum);
    }
  }

  /** Adds the parts of a divided depth. Arguments: count, parts, their number, result. */
  static void joinSplits(FloatArray floats, IntArray list, int base, int low, int high) {
    int count = list.get(base);
    for (int i = low; i < high; i++) {
      float sum = 0f;
      for (int part = 0; part < list.get(base + 2); part++) {
        sum = sum + floats.get(list.get(base + 1) + part * count + i);
      }
      floats.set(list.get(base + 3) + i, sum);
    }
  }
}
