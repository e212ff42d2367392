// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products of two tensors with the images innermost, over positions and images: {@link
 * #CHANNELS} channels of one by {@link #TAPS} places of the other. Every accumulator is a local
 * variable; lanes are images to the end, so nothing is packed or turned.
 */
final class TapSums {
  /** Channels of a tile. */
  static final int CHANNELS = 4;

  /** Taps of a tile. */
  static final int TAPS = 6;

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;
  private static final int BLOCK = MicroKernel.COLUMNS;

  private TapSums() {}

  /**
   * Adds a tile of sums over a box of positions to the vectors at {@code sums[sumsOffset + (channel
   * * TAPS + tap) * LANES]}, whose lanes are still to be added up.
   *
   * @param rows of positions
   * @param columns of positions
   * @param dy the tensor with the channels, {@code dy[dyOffset + position * dyStep + channel *
   *     BLOCK]}; the rows follow each other
   * @param x the tensor with the taps, {@code x[xOffset + row * xRowStep + column * xStep + tap]}
   */
  static void add(
      int rows,
      int columns,
      float[] dy,
      int dyOffset,
      int dyStep,
      float[] x,
      int xOffset,
      int xRowStep,
      int xStep,
      int tap0,
      int tap1,
      int tap2,
      int tap3,
      int tap4,
      int tap5,
      float[] sums,
      int sumsOffset) {
    FloatVector s00 = FloatVector.zero(FLOAT);
    FloatVector s01 = FloatVector.zero(FLOAT);
    FloatVector s02 = FloatVector.zero(FLOAT);
    FloatVector s03 = FloatVector.zero(FLOAT);
    FloatVector s04 = FloatVector.zero(FLOAT);
    FloatVector s05 = FloatVector.zero(FLOAT);
    FloatVector s10 = FloatVector.zero(FLOAT);
    FloatVector s11 = FloatVector.zero(FLOAT);
    FloatVector s12 = FloatVector.zero(FLOAT);
    FloatVector s13 = FloatVector.zero(FLOAT);
    FloatVector s14 = FloatVector.zero(FLOAT);
    FloatVector s15 = FloatVector.zero(FLOAT);
    FloatVector s20 = FloatVector.zero(FLOAT);
    FloatVector s21 = FloatVector.zero(FLOAT);
    FloatVector s22 = FloatVector.zero(FLOAT);
    FloatVector s23 = FloatVector.zero(FLOAT);
    FloatVector s24 = FloatVector.zero(FLOAT);
    FloatVector s25 = FloatVector.zero(FLOAT);
    FloatVector s30 = FloatVector.zero(FLOAT);
    FloatVector s31 = FloatVector.zero(FLOAT);
    FloatVector s32 = FloatVector.zero(FLOAT);
    FloatVector s33 = FloatVector.zero(FLOAT);
    FloatVector s34 = FloatVector.zero(FLOAT);
    FloatVector s35 = FloatVector.zero(FLOAT);
    int dyAt = dyOffset;
    int xRow = xOffset;
    for (int row = 0; row < rows; row++) {
      int at = xRow;
      for (int column = 0; column < columns; column++) {
        FloatVector d0 = FloatVector.fromArray(FLOAT, dy, dyAt);
        FloatVector d1 = FloatVector.fromArray(FLOAT, dy, dyAt + BLOCK);
        FloatVector d2 = FloatVector.fromArray(FLOAT, dy, dyAt + 2 * BLOCK);
        FloatVector d3 = FloatVector.fromArray(FLOAT, dy, dyAt + 3 * BLOCK);
        FloatVector v = FloatVector.fromArray(FLOAT, x, at + tap0);
        s00 = v.fma(d0, s00);
        s10 = v.fma(d1, s10);
        s20 = v.fma(d2, s20);
        s30 = v.fma(d3, s30);
        v = FloatVector.fromArray(FLOAT, x, at + tap1);
        s01 = v.fma(d0, s01);
        s11 = v.fma(d1, s11);
        s21 = v.fma(d2, s21);
        s31 = v.fma(d3, s31);
        v = FloatVector.fromArray(FLOAT, x, at + tap2);
        s02 = v.fma(d0, s02);
        s12 = v.fma(d1, s12);
        s22 = v.fma(d2, s22);
        s32 = v.fma(d3, s32);
        v = FloatVector.fromArray(FLOAT, x, at + tap3);
        s03 = v.fma(d0, s03);
        s13 = v.fma(d1, s13);
        s23 = v.fma(d2, s23);
        s33 = v.fma(d3, s33);
        v = FloatVector.fromArray(FLOAT, x, at + tap4);
        s04 = v.fma(d0, s04);
        s14 = v.fma(d1, s14);
        s24 = v.fma(d2, s24);
        s34 = v.fma(d3, s34);
        v = FloatVector.fromArray(FLOAT, x, at + tap5);
        s05 = v.fma(d0, s05);
        s15 = v.fma(d1, s15);
        s25 = v.fma(d2, s25);
        s35 = v.fma(d3, s35);
        d0 = FloatVector.fromArray(FLOAT, dy, dyAt + LANES);
        d1 = FloatVector.fromArray(FLOAT, dy, dyAt + BLOCK + LANES);
        d2 = FloatVector.fromArray(FLOAT, dy, dyAt + 2 * BLOCK + LANES);
        d3 = FloatVector.fromArray(FLOAT, dy, dyAt + 3 * BLOCK + LANES);
        v = FloatVector.fromArray(FLOAT, x, at + tap0 + LANES);
        s00 = v.fma(d0, s00);
        s10 = v.fma(d1, s10);
        s20 = v.fma(d2, s20);
        s30 = v.fma(d3, s30);
        v = FloatVector.fromArray(FLOAT, x, at + tap1 + LANES);
        s01 = v.fma(d0, s01);
        s11 = v.fma(d1, s11);
        s21 = v.fma(d2, s21);
        s31 = v.fma(d3, s31);
        v = FloatVector.fromArray(FLOAT, x, at + tap2 + LANES);
        s02 = v.fma(d0, s02);
        s12 = v.fma(d1, s12);
        s22 = v.fma(d2, s22);
        s32 = v.fma(d3, s32);
        v = FloatVector.fromArray(FLOAT, x, at + tap3 + LANES);
        s03 = v.fma(d0, s03);
        s13 = v.fma(d1, s13);
        s23 = v.fma(d2, s23);
        s33 = v.fma(d3, s33);
        v = FloatVector.fromArray(FLOAT, x, at + tap4 + LANES);
        s04 = v.fma(d0, s04);
        s14 = v.fma(d1, s14);
        s24 = v.fma(d2, s24);
        s34 = v.fma(d3, s34);
        v = FloatVector.fromArray(FLOAT, x, at + tap5 + LANES);
        s05 = v.fma(d0, s05);
        s15 = v.fma(d1, s15);
        s25 = v.fma(d2, s25);
        s35 = v.fma(d3, s35);
        dyAt += dyStep;
        at += xStep;
      }
      xRow += xRowStep;
    }
    FloatVector.fromArray(FLOAT, sums, sumsOffset).add(s00).intoArray(sums, sumsOffset);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + LANES)
        .add(s01)
        .intoArray(sums, sumsOffset + LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 2 * LANES)
        .add(s02)
        .intoArray(sums, sumsOffset + 2 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 3 * LANES)
        .add(s03)
        .intoArray(sums, sumsOffset + 3 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 4 * LANES)
        .add(s04)
        .intoArray(sums, sumsOffset + 4 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 5 * LANES)
        .add(s05)
        .intoArray(sums, sumsOffset + 5 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 6 * LANES)
        .add(s10)
        .intoArray(sums, sumsOffset + 6 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 7 * LANES)
        .add(s11)
        .intoArray(sums, sumsOffset + 7 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 8 * LANES)
        .add(s12)
        .intoArray(sums, sumsOffset + 8 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 9 * LANES)
        .add(s13)
        .intoArray(sums, sumsOffset + 9 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 10 * LANES)
        .add(s14)
        .intoArray(sums, sumsOffset + 10 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 11 * LANES)
        .add(s15)
        .intoArray(sums, sumsOffset + 11 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 12 * LANES)
        .add(s20)
        .intoArray(sums, sumsOffset + 12 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 13 * LANES)
        .add(s21)
        .intoArray(sums, sumsOffset + 13 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 14 * LANES)
        .add(s22)
        .intoArray(sums, sumsOffset + 14 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 15 * LANES)
        .add(s23)
        .intoArray(sums, sumsOffset + 15 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 16 * LANES)
        .add(s24)
        .intoArray(sums, sumsOffset + 16 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 17 * LANES)
        .add(s25)
        .intoArray(sums, sumsOffset + 17 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 18 * LANES)
        .add(s30)
        .intoArray(sums, sumsOffset + 18 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 19 * LANES)
        .add(s31)
        .intoArray(sums, sumsOffset + 19 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 20 * LANES)
        .add(s32)
        .intoArray(sums, sumsOffset + 20 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 21 * LANES)
        .add(s33)
        .intoArray(sums, sumsOffset + 21 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 22 * LANES)
        .add(s34)
        .intoArray(sums, sumsOffset + 22 * LANES);
    FloatVector.fromArray(FLOAT, sums, sumsOffset + 23 * LANES)
        .add(s35)
        .intoArray(sums, sumsOffset + 23 * LANES);
  }
}
