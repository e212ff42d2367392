// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
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
  public static final int DEPTH = 128;

  private Products() {}

  /**
   * For devices whose threads are cores: a thread packs 16 columns of b side by side, and walks
   * through its rows four at a time. The packed panel is an array whose type the driver's compiler
   * sees, which it needs to make vectors; of the memory itself it only sees addresses.
   */
  public static void productPanel(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    float[] panel = context.allocateFloatLocalArray(2048);
    float[] tile = context.allocateFloatLocalArray(64);
    int[] offsets = context.allocateIntLocalArray(128);
    int[] images = context.allocateIntLocalArray(16);
    int[] rowsOf = context.allocateIntLocalArray(16);
    int[] columnsOf = context.allocateIntLocalArray(16);
    int[] targets = context.allocateIntLocalArray(16);
    int[] origins = context.allocateIntLocalArray(16);
    int rows = arguments.get(0);
    int columns = arguments.get(1);
    int splits = arguments.get(33);
    int group = context.globalIdz / splits;
    int split = context.globalIdz - group * splits;
    int firstColumn = context.globalIdx * 16;
    int a = arguments.get(3) + group * arguments.get(30);
    int b = arguments.get(4) + group * arguments.get(31);
    int c = arguments.get(5) + group * arguments.get(32) + split * arguments.get(35);
    int rowStride = arguments.get(6);
    int extentR = arguments.get(9);
    int extentS = arguments.get(10);
    int extentH = arguments.get(15);
    int extentW = arguments.get(16);
    int heightStride = arguments.get(13);
    int widthStride = arguments.get(14);
    int stepH = arguments.get(19);
    int divisorH = arguments.get(20);
    int stepW = arguments.get(23);
    int divisorW = arguments.get(24);
    int height = arguments.get(25);
    int width = arguments.get(26);
    int depthStride = arguments.get(12);
    int outerStride = arguments.get(7);
    int innerStride = arguments.get(8);
    int inside = arguments.get(44);
    for (int j = 0; j < 16; j++) {
      int column = firstColumn + j;
      column = column < columns ? column : columns - 1;
      int line = column / extentW;
      int w = column - line * extentW;
      int n = line / extentH;
      int h = line - n * extentH;
      images[j] = b + n * arguments.get(11);
      rowsOf[j] = h * arguments.get(17) + arguments.get(18);
      columnsOf[j] = w * arguments.get(21) + arguments.get(22);
      origins[j] = images[j] + rowsOf[j] * heightStride + columnsOf[j] * widthStride;
      targets[j] = c + n * arguments.get(28) + (h * extentW + w) * arguments.get(29);
    }
    int begin = split * arguments.get(34);
    int end = begin + arguments.get(34);
    end = end > arguments.get(2) ? arguments.get(2) : end;
    int firstRow = context.globalIdy * arguments.get(41);
    int endRow = firstRow + arguments.get(41);
    endRow = endRow > rows ? rows : endRow;
    for (int start = begin; start < end; start += 128) {
      int depth = end - start;
      depth = depth > 128 ? 128 : depth;
      int outer = start / extentS;
      int s = start - outer * extentS;
      int k1 = outer / extentR;
      int r = outer - k1 * extentR;
      for (int k = 0; k < depth; k++) {
        offsets[k] = k1 * outerStride + (r * extentS + s) * innerStride;
        int from = k1 * depthStride;
        int down = r * stepH;
        int right = s * stepW;
        if (inside == 1) {
          int shift = from + down * heightStride + right * widthStride;
          for (int j = 0; j < 16; j++) {
            panel[k * 16 + j] = floats.get(origins[j] + shift);
          }
        } else {
          for (int j = 0; j < 16; j++) {
            int y = rowsOf[j] + down;
            int x = columnsOf[j] + right;
            float value = 0f;
            if (y >= 0 && x >= 0) {
              if (divisorH > 1 || divisorW > 1) {
                int wholeY = y / divisorH;
                int wholeX = x / divisorW;
                // Beyond the image where there is a remainder.
                y = wholeY * divisorH == y ? wholeY : height;
                x = wholeX * divisorW == x ? wholeX : width;
              }
              if (y < height && x < width) {
                value = floats.get(images[j] + from + y * heightStride + x * widthStride);
              }
            }
            panel[k * 16 + j] = value;
          }
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
      boolean isFirst = start == begin;
      boolean isLast = start + 128 >= end;
      for (int row = firstRow; row < endRow; row += 4) {
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
        int last = endRow - 1;
        int a0 = a + row * rowStride;
        int a1 = a + (row + 1 > last ? last : row + 1) * rowStride;
        int a2 = a + (row + 2 > last ? last : row + 2) * rowStride;
        int a3 = a + (row + 3 > last ? last : row + 3) * rowStride;
        for (int k = 0; k < depth; k++) {
          int offset = offsets[k];
          float x0 = floats.get(a0 + offset);
          float x1 = floats.get(a1 + offset);
          float x2 = floats.get(a2 + offset);
          float x3 = floats.get(a3 + offset);
          for (int j = 0; j < 16; j++) {
            float y = panel[k * 16 + j];
            sum0[j] += x0 * y;
            sum1[j] += x1 * y;
            sum2[j] += x2 * y;
            sum3[j] += x3 * y;
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
        int columnsHere = columns - firstColumn;
        columnsHere = columnsHere > 16 ? 16 : columnsHere;
        for (int i = 0; i < rowsHere; i++) {
          int to = (row + i) * arguments.get(27);
          float bias = 0f;
          if (arguments.get(37) != 0) {
            bias = floats.get(arguments.get(36) + group * arguments.get(43) + row + i);
          }
          for (int j = 0; j < columnsHere; j++) {
            float value = tile[i * 16 + j];
            if (!isFirst) {
              value = value + floats.get(targets[j] + to);
            }
            if (isLast) {
              value = value + bias;
              int activation = arguments.get(38);
              if (activation == 1) {
                value = value > 0f || value != value ? value : 0f;
              } else if (activation == 2) {
                value = TornadoMath.tanh(value);
              } else if (activation == 3) {
                value = 1f / (1f + TornadoMath.exp(-value));
              } else if (activation == 4) {
                value =
                    floats.get(arguments.get(39))
                        * TornadoMath.tanh(floats.get(arguments.get(40)) * value);
              }
            }
            floats.set(targets[j] + to, value);
          }
        }
      }
    }
  }

  /**
   * For few columns, such as one image: a thread for each element of the result. Of argument 42 it
   * knows how many threads there are.
   */
  public static void productDot(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(42)) {
      int rows = arguments.get(0);
      int columns = arguments.get(1);
      int matrix = rows * columns;
      int group = i / matrix;
      int inside = i - group * matrix;
      int row = inside / columns;
      int column = inside - row * columns;
      int extentW = arguments.get(16);
      int line = column / extentW;
      int w = column - line * extentW;
      int n = line / arguments.get(15);
      int h = line - n * arguments.get(15);
      int extentR = arguments.get(9);
      int extentS = arguments.get(10);
      int a = arguments.get(3) + group * arguments.get(30) + row * arguments.get(6);
      int b = arguments.get(4) + group * arguments.get(31) + n * arguments.get(11);
      int originY = h * arguments.get(17) + arguments.get(18);
      int originX = w * arguments.get(21) + arguments.get(22);
      int stepA = arguments.get(7);
      int stepB = arguments.get(12);
      int extentK = arguments.get(2) / (extentR * extentS);
      float sum = 0f;
      for (int r = 0; r < extentR; r++) {
        int y = originY + r * arguments.get(19);
        int wholeY = y / arguments.get(20);
        boolean insideY = y >= 0 && wholeY * arguments.get(20) == y && wholeY < arguments.get(25);
        for (int s = 0; s < extentS; s++) {
          int x = originX + s * arguments.get(23);
          int wholeX = x / arguments.get(24);
          boolean insideX = x >= 0 && wholeX * arguments.get(24) == x && wholeX < arguments.get(26);
          if (insideY && insideX) {
            int atA = a + (r * extentS + s) * arguments.get(8);
            int atB = b + wholeY * arguments.get(13) + wholeX * arguments.get(14);
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
      if (arguments.get(37) != 0) {
        sum = sum + floats.get(arguments.get(36) + group * arguments.get(43) + row);
      }
      int activation = arguments.get(38);
      if (activation == 1) {
        sum = sum > 0f || sum != sum ? sum : 0f;
      } else if (activation == 2) {
        sum = TornadoMath.tanh(sum);
      } else if (activation == 3) {
        sum = 1f / (1f + TornadoMath.exp(-sum));
      } else if (activation == 4) {
        sum = floats.get(arguments.get(39)) * TornadoMath.tanh(floats.get(arguments.get(40)) * sum);
      }
      floats.set(
          arguments.get(5)
              + group * arguments.get(32)
              + row * arguments.get(27)
              + n * arguments.get(28)
              + (h * extentW + w) * arguments.get(29),
          sum);
    }
  }

  /** Adds the parts of a divided depth. Arguments: count, parts, their number, result. */
  public static void joinSplits(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    int count = arguments.get(0);
    if (i < count) {
      float sum = 0f;
      for (int part = 0; part < arguments.get(2); part++) {
        sum = sum + floats.get(arguments.get(1) + part * count + i);
      }
      floats.set(arguments.get(3) + i, sum);
    }
  }
}
