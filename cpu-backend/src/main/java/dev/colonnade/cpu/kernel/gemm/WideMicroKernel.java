// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register-blocked multiplication of packed panels for machines with 32 vector registers of 512
 * bits: up to 12 rows by two vectors, 24 accumulators. Every accumulator is a local variable (an
 * array of vectors would live in memory), and A is packed, so that the loop holds two moving
 * addresses and no more: with rows read in place, the loop's safepoint bookkeeping spills
 * accumulators and takes two thirds of the speed.
 */
final class WideMicroKernel {

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;
  private static final int WIDTH = 2 * LANES;

  private WideMicroKernel() {}

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
    FloatVector c0l = FloatVector.zero(FLOAT);
    FloatVector c0r = FloatVector.zero(FLOAT);
    FloatVector c1l = FloatVector.zero(FLOAT);
    FloatVector c1r = FloatVector.zero(FLOAT);
    FloatVector c2l = FloatVector.zero(FLOAT);
    FloatVector c2r = FloatVector.zero(FLOAT);
    FloatVector c3l = FloatVector.zero(FLOAT);
    FloatVector c3r = FloatVector.zero(FLOAT);
    FloatVector c4l = FloatVector.zero(FLOAT);
    FloatVector c4r = FloatVector.zero(FLOAT);
    FloatVector c5l = FloatVector.zero(FLOAT);
    FloatVector c5r = FloatVector.zero(FLOAT);
    FloatVector c6l = FloatVector.zero(FLOAT);
    FloatVector c6r = FloatVector.zero(FLOAT);
    FloatVector c7l = FloatVector.zero(FLOAT);
    FloatVector c7r = FloatVector.zero(FLOAT);
    FloatVector c8l = FloatVector.zero(FLOAT);
    FloatVector c8r = FloatVector.zero(FLOAT);
    FloatVector c9l = FloatVector.zero(FLOAT);
    FloatVector c9r = FloatVector.zero(FLOAT);
    FloatVector c10l = FloatVector.zero(FLOAT);
    FloatVector c10r = FloatVector.zero(FLOAT);
    FloatVector c11l = FloatVector.zero(FLOAT);
    FloatVector c11r = FloatVector.zero(FLOAT);
    for (int p = 0; p < depth; p++) {
      FloatVector bl = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH);
      FloatVector br = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12]);
      c0l = x.fma(bl, c0l);
      c0r = x.fma(br, c0r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 1]);
      c1l = x.fma(bl, c1l);
      c1r = x.fma(br, c1r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 2]);
      c2l = x.fma(bl, c2l);
      c2r = x.fma(br, c2r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 3]);
      c3l = x.fma(bl, c3l);
      c3r = x.fma(br, c3r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 4]);
      c4l = x.fma(bl, c4l);
      c4r = x.fma(br, c4r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 5]);
      c5l = x.fma(bl, c5l);
      c5r = x.fma(br, c5r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 6]);
      c6l = x.fma(bl, c6l);
      c6r = x.fma(br, c6r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 7]);
      c7l = x.fma(bl, c7l);
      c7r = x.fma(br, c7r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 8]);
      c8l = x.fma(bl, c8l);
      c8r = x.fma(br, c8r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 9]);
      c9l = x.fma(bl, c9l);
      c9r = x.fma(br, c9r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 10]);
      c10l = x.fma(bl, c10l);
      c10r = x.fma(br, c10r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 12 + 11]);
      c11l = x.fma(bl, c11l);
      c11r = x.fma(br, c11r);
    }
    if (accumulate) {
      int at = cOffset;
      FloatVector.fromArray(FLOAT, c, at).add(c0l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c0r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c1l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c1r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c2l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c2r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c3l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c3r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c4l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c4r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c5l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c5r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c6l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c6r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c7l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c7r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c8l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c8r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c9l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c9r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c10l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c10r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c11l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c11r).intoArray(c, at + LANES);
    } else {
      int at = cOffset;
      c0l.intoArray(c, at);
      c0r.intoArray(c, at + LANES);
      at += rowStride;
      c1l.intoArray(c, at);
      c1r.intoArray(c, at + LANES);
      at += rowStride;
      c2l.intoArray(c, at);
      c2r.intoArray(c, at + LANES);
      at += rowStride;
      c3l.intoArray(c, at);
      c3r.intoArray(c, at + LANES);
      at += rowStride;
      c4l.intoArray(c, at);
      c4r.intoArray(c, at + LANES);
      at += rowStride;
      c5l.intoArray(c, at);
      c5r.intoArray(c, at + LANES);
      at += rowStride;
      c6l.intoArray(c, at);
      c6r.intoArray(c, at + LANES);
      at += rowStride;
      c7l.intoArray(c, at);
      c7r.intoArray(c, at + LANES);
      at += rowStride;
      c8l.intoArray(c, at);
      c8r.intoArray(c, at + LANES);
      at += rowStride;
      c9l.intoArray(c, at);
      c9r.intoArray(c, at + LANES);
      at += rowStride;
      c10l.intoArray(c, at);
      c10r.intoArray(c, at + LANES);
      at += rowStride;
      c11l.intoArray(c, at);
      c11r.intoArray(c, at + LANES);
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
    FloatVector c0l = FloatVector.zero(FLOAT);
    FloatVector c0r = FloatVector.zero(FLOAT);
    FloatVector c1l = FloatVector.zero(FLOAT);
    FloatVector c1r = FloatVector.zero(FLOAT);
    FloatVector c2l = FloatVector.zero(FLOAT);
    FloatVector c2r = FloatVector.zero(FLOAT);
    FloatVector c3l = FloatVector.zero(FLOAT);
    FloatVector c3r = FloatVector.zero(FLOAT);
    FloatVector c4l = FloatVector.zero(FLOAT);
    FloatVector c4r = FloatVector.zero(FLOAT);
    FloatVector c5l = FloatVector.zero(FLOAT);
    FloatVector c5r = FloatVector.zero(FLOAT);
    FloatVector c6l = FloatVector.zero(FLOAT);
    FloatVector c6r = FloatVector.zero(FLOAT);
    FloatVector c7l = FloatVector.zero(FLOAT);
    FloatVector c7r = FloatVector.zero(FLOAT);
    for (int p = 0; p < depth; p++) {
      FloatVector bl = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH);
      FloatVector br = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8]);
      c0l = x.fma(bl, c0l);
      c0r = x.fma(br, c0r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 1]);
      c1l = x.fma(bl, c1l);
      c1r = x.fma(br, c1r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 2]);
      c2l = x.fma(bl, c2l);
      c2r = x.fma(br, c2r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 3]);
      c3l = x.fma(bl, c3l);
      c3r = x.fma(br, c3r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 4]);
      c4l = x.fma(bl, c4l);
      c4r = x.fma(br, c4r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 5]);
      c5l = x.fma(bl, c5l);
      c5r = x.fma(br, c5r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 6]);
      c6l = x.fma(bl, c6l);
      c6r = x.fma(br, c6r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 8 + 7]);
      c7l = x.fma(bl, c7l);
      c7r = x.fma(br, c7r);
    }
    if (accumulate) {
      int at = cOffset;
      FloatVector.fromArray(FLOAT, c, at).add(c0l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c0r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c1l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c1r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c2l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c2r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c3l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c3r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c4l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c4r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c5l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c5r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c6l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c6r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c7l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c7r).intoArray(c, at + LANES);
    } else {
      int at = cOffset;
      c0l.intoArray(c, at);
      c0r.intoArray(c, at + LANES);
      at += rowStride;
      c1l.intoArray(c, at);
      c1r.intoArray(c, at + LANES);
      at += rowStride;
      c2l.intoArray(c, at);
      c2r.intoArray(c, at + LANES);
      at += rowStride;
      c3l.intoArray(c, at);
      c3r.intoArray(c, at + LANES);
      at += rowStride;
      c4l.intoArray(c, at);
      c4r.intoArray(c, at + LANES);
      at += rowStride;
      c5l.intoArray(c, at);
      c5r.intoArray(c, at + LANES);
      at += rowStride;
      c6l.intoArray(c, at);
      c6r.intoArray(c, at + LANES);
      at += rowStride;
      c7l.intoArray(c, at);
      c7r.intoArray(c, at + LANES);
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
    FloatVector c0l = FloatVector.zero(FLOAT);
    FloatVector c0r = FloatVector.zero(FLOAT);
    FloatVector c1l = FloatVector.zero(FLOAT);
    FloatVector c1r = FloatVector.zero(FLOAT);
    FloatVector c2l = FloatVector.zero(FLOAT);
    FloatVector c2r = FloatVector.zero(FLOAT);
    FloatVector c3l = FloatVector.zero(FLOAT);
    FloatVector c3r = FloatVector.zero(FLOAT);
    for (int p = 0; p < depth; p++) {
      FloatVector bl = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH);
      FloatVector br = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(FLOAT, a[aOffset + p * 4]);
      c0l = x.fma(bl, c0l);
      c0r = x.fma(br, c0r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 4 + 1]);
      c1l = x.fma(bl, c1l);
      c1r = x.fma(br, c1r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 4 + 2]);
      c2l = x.fma(bl, c2l);
      c2r = x.fma(br, c2r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 4 + 3]);
      c3l = x.fma(bl, c3l);
      c3r = x.fma(br, c3r);
    }
    if (accumulate) {
      int at = cOffset;
      FloatVector.fromArray(FLOAT, c, at).add(c0l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c0r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c1l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c1r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c2l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c2r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c3l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c3r).intoArray(c, at + LANES);
    } else {
      int at = cOffset;
      c0l.intoArray(c, at);
      c0r.intoArray(c, at + LANES);
      at += rowStride;
      c1l.intoArray(c, at);
      c1r.intoArray(c, at + LANES);
      at += rowStride;
      c2l.intoArray(c, at);
      c2r.intoArray(c, at + LANES);
      at += rowStride;
      c3l.intoArray(c, at);
      c3r.intoArray(c, at + LANES);
    }
  }
}
