// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link WideMicroKernel} one vector wide, for the last columns of a matrix: with a
 * load for each product they reach 90 % of the peak, where a tile twice as wide would waste half.
 * As there, the tile's height cannot be a parameter. See {@link MicroKernel}.
 */
final class HalfMicroKernel {
  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  private HalfMicroKernel() {}

  static void rows12(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean accumulate) {
    FloatVector c0 = FloatVector.zero(FLOAT);
    FloatVector c1 = FloatVector.zero(FLOAT);
    FloatVector c2 = FloatVector.zero(FLOAT);
    FloatVector c3 = FloatVector.zero(FLOAT);
    FloatVector c4 = FloatVector.zero(FLOAT);
    FloatVector c5 = FloatVector.zero(FLOAT);
    FloatVector c6 = FloatVector.zero(FLOAT);
    FloatVector c7 = FloatVector.zero(FLOAT);
    FloatVector c8 = FloatVector.zero(FLOAT);
    FloatVector c9 = FloatVector.zero(FLOAT);
    FloatVector c10 = FloatVector.zero(FLOAT);
    FloatVector c11 = FloatVector.zero(FLOAT);
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(FLOAT, b, bOffset + p * LANES);
      c0 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12]).fma(v, c0);
      c1 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 1]).fma(v, c1);
      c2 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 2]).fma(v, c2);
      c3 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 3]).fma(v, c3);
      c4 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 4]).fma(v, c4);
      c5 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 5]).fma(v, c5);
      c6 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 6]).fma(v, c6);
      c7 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 7]).fma(v, c7);
      c8 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 8]).fma(v, c8);
      c9 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 9]).fma(v, c9);
      c10 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 10]).fma(v, c10);
      c11 = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 11]).fma(v, c11);
    }
    int at = cOffset;
    if (accumulate) {
      FloatVector.fromArray(FLOAT, c, at).add(c0).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c1).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c2).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c3).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c4).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c5).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c6).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c7).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c8).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c9).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c10).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c11).intoArray(c, at);
    } else {
      c0.intoArray(c, at);
      at += rowStride;
      c1.intoArray(c, at);
      at += rowStride;
      c2.intoArray(c, at);
      at += rowStride;
      c3.intoArray(c, at);
      at += rowStride;
      c4.intoArray(c, at);
      at += rowStride;
      c5.intoArray(c, at);
      at += rowStride;
      c6.intoArray(c, at);
      at += rowStride;
      c7.intoArray(c, at);
      at += rowStride;
      c8.intoArray(c, at);
      at += rowStride;
      c9.intoArray(c, at);
      at += rowStride;
      c10.intoArray(c, at);
      at += rowStride;
      c11.intoArray(c, at);
    }
  }

  static void rows8(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean accumulate) {
    FloatVector c0 = FloatVector.zero(FLOAT);
    FloatVector c1 = FloatVector.zero(FLOAT);
    FloatVector c2 = FloatVector.zero(FLOAT);
    FloatVector c3 = FloatVector.zero(FLOAT);
    FloatVector c4 = FloatVector.zero(FLOAT);
    FloatVector c5 = FloatVector.zero(FLOAT);
    FloatVector c6 = FloatVector.zero(FLOAT);
    FloatVector c7 = FloatVector.zero(FLOAT);
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(FLOAT, b, bOffset + p * LANES);
      c0 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8]).fma(v, c0);
      c1 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 1]).fma(v, c1);
      c2 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 2]).fma(v, c2);
      c3 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 3]).fma(v, c3);
      c4 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 4]).fma(v, c4);
      c5 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 5]).fma(v, c5);
      c6 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 6]).fma(v, c6);
      c7 = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 7]).fma(v, c7);
    }
    int at = cOffset;
    if (accumulate) {
      FloatVector.fromArray(FLOAT, c, at).add(c0).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c1).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c2).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c3).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c4).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c5).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c6).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c7).intoArray(c, at);
    } else {
      c0.intoArray(c, at);
      at += rowStride;
      c1.intoArray(c, at);
      at += rowStride;
      c2.intoArray(c, at);
      at += rowStride;
      c3.intoArray(c, at);
      at += rowStride;
      c4.intoArray(c, at);
      at += rowStride;
      c5.intoArray(c, at);
      at += rowStride;
      c6.intoArray(c, at);
      at += rowStride;
      c7.intoArray(c, at);
    }
  }

  static void rows4(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int rowStride,
      boolean accumulate) {
    FloatVector c0 = FloatVector.zero(FLOAT);
    FloatVector c1 = FloatVector.zero(FLOAT);
    FloatVector c2 = FloatVector.zero(FLOAT);
    FloatVector c3 = FloatVector.zero(FLOAT);
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(FLOAT, b, bOffset + p * LANES);
      c0 = FloatVector.broadcast(FLOAT, a[aOffset + p * 4]).fma(v, c0);
      c1 = FloatVector.broadcast(FLOAT, a[aOffset + p * 4 + 1]).fma(v, c1);
      c2 = FloatVector.broadcast(FLOAT, a[aOffset + p * 4 + 2]).fma(v, c2);
      c3 = FloatVector.broadcast(FLOAT, a[aOffset + p * 4 + 3]).fma(v, c3);
    }
    int at = cOffset;
    if (accumulate) {
      FloatVector.fromArray(FLOAT, c, at).add(c0).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c1).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c2).intoArray(c, at);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c3).intoArray(c, at);
    } else {
      c0.intoArray(c, at);
      at += rowStride;
      c1.intoArray(c, at);
      at += rowStride;
      c2.intoArray(c, at);
      at += rowStride;
      c3.intoArray(c, at);
    }
  }
}
