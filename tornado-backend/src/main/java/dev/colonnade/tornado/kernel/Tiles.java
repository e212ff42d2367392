// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * {@link Products} for devices with thousands of threads: a group of 256 computes 64 rows by 64
 * columns, each thread 4 by 4 of them in registers, from tiles of both operands, 16 deep, in local
 * memory. Threads that follow each other read columns that follow each other.
 */
@SuppressWarnings("IdentityBinaryExpression") // How a kernel asks for NaN.
public final class Tiles {
  /** Rows and columns of a tile. */
  public static final int SIZE = 64;

  /** Threads of a group. */
  public static final int THREADS = 256;

  /** Depth of the tiles in local memory. */
  public static final int DEPTH = 16;

  private Tiles() {}

  /** Computes a tile; the arguments are those of the other products. */
  public static void productTiles(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    float[] tileA = context.allocateFloatLocalArray(1024);
    float[] tileB = context.allocateFloatLocalArray(1024);
    float[] sums = new float[16];
    for (int i = 0; i < 16; i++) {
      sums[i] = 0f;
    }
    int thread = context.localIdx;
    int rows = arguments.get(0);
    int columns = arguments.get(1);
    int extentR = arguments.get(9);
    int extentS = arguments.get(10);
    int extentH = arguments.get(15);
    int extentW = arguments.get(16);
    int splits = arguments.get(33);
    int group = context.groupIdz / splits;
    int split = context.groupIdz - group * splits;
    int a = arguments.get(3) + group * arguments.get(30);
    int firstRow = context.groupIdy * 64;
    int firstColumn = context.groupIdx * 64;
    // The one column of b that this thread fetches, and the one depth of a.
    int ownColumn = firstColumn + (thread & 63);
    int column = ownColumn < columns ? ownColumn : columns - 1;
    int line = column / extentW;
    int w = column - line * extentW;
    int n = line / extentH;
    int h = line - n * extentH;
    int image = arguments.get(4) + group * arguments.get(31) + n * arguments.get(11);
    int originY = h * arguments.get(17) + arguments.get(18);
    int originX = w * arguments.get(21) + arguments.get(22);
    int depthOfA = thread & 15;
    int down = thread >> 4;
    int right = thread & 15;
    int begin = split * arguments.get(34);
    int end = begin + arguments.get(34);
    end = end > arguments.get(2) ? arguments.get(2) : end;
    for (int start = begin; start < end; start += 16) {
      int k = start + depthOfA;
      int outer = k / extentS;
      int s = k - outer * extentS;
      int k1 = outer / extentR;
      int r = outer - k1 * extentR;
      int offset = a + k1 * arguments.get(7) + (r * extentS + s) * arguments.get(8);
      for (int i = 0; i < 4; i++) {
        int row = firstRow + down + 16 * i;
        float value = 0f;
        if (row < rows && k < end) {
          value = floats.get(offset + row * arguments.get(6));
        }
        tileA[depthOfA * 64 + down + 16 * i] = value;
      }
      for (int i = 0; i < 4; i++) {
        int deep = (thread >> 6) + 4 * i;
        int q = start + deep;
        int outerB = q / extentS;
        int t = q - outerB * extentS;
        int map = outerB / extentR;
        int u = outerB - map * extentR;
        int y = originY + u * arguments.get(19);
        int x = originX + t * arguments.get(23);
        int wholeY = y / arguments.get(20);
        int wholeX = x / arguments.get(24);
        float value = 0f;
        if (y >= 0 && x >= 0 && ownColumn < columns && q < end) {
          if (wholeY * arguments.get(20) == y && wholeX * arguments.get(24) == x) {
            if (wholeY < arguments.get(25) && wholeX < arguments.get(26)) {
              value =
                  floats.get(
                      image
                          + map * arguments.get(12)
                          + wholeY * arguments.get(13)
                          + wholeX * arguments.get(14));
            }
          }
        }
        tileB[deep * 64 + (thread & 63)] = value;
      }
      context.localBarrier();
      for (int deep = 0; deep < 16; deep++) {
        for (int i = 0; i < 4; i++) {
          float x = tileA[deep * 64 + down + 16 * i];
          for (int j = 0; j < 4; j++) {
            sums[i * 4 + j] += x * tileB[deep * 64 + right + 16 * j];
          }
        }
      }
      context.localBarrier();
    }
    int c = arguments.get(5) + group * arguments.get(32) + split * arguments.get(35);
    for (int j = 0; j < 4; j++) {
      int target = firstColumn + right + 16 * j;
      int targetLine = target / extentW;
      int targetImage = targetLine / extentH;
      int place = target - targetImage * extentH * extentW;
      int to = c + targetImage * arguments.get(28) + place * arguments.get(29);
      for (int i = 0; i < 4; i++) {
        int row = firstRow + down + 16 * i;
        if (row < rows && target < columns) {
          float sum = sums[i * 4 + j];
          if (arguments.get(37) != 0) {
            sum = sum + floats.get(arguments.get(36) + group * arguments.get(43) + row);
          }
          int activation = arguments.get(38);
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
                floats.get(arguments.get(39))
                    * TornadoMath.tanh(floats.get(arguments.get(40)) * sum);
          }
          floats.set(to + row * arguments.get(27), sum);
        }
      }
    }
  }
}
