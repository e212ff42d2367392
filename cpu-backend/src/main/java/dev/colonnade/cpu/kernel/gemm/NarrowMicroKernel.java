// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register-blocked multiplication of packed panels for machines with 16 vector registers (AVX2,
 * SSE): up to 6 rows by two vectors, 12 accumulators. See {@link WideMicroKernel} for the reasons
 * of its form.
 */
final class NarrowMicroKernel {

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;
  private static final int WIDTH = 2 * LANES;

  private NarrowMicroKernel() {}

  static void rows6(
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
    for (int p = 0; p < depth; p++) {
      FloatVector bl = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH);
      FloatVector br = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(FLOAT, a[aOffset + p * 6]);
      c0l = x.fma(bl, c0l);
      c0r = x.fma(br, c0r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 6 + 1]);
      c1l = x.fma(bl, c1l);
      c1r = x.fma(br, c1r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 6 + 2]);
      c2l = x.fma(bl, c2l);
      c2r = x.fma(br, c2r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 6 + 3]);
      c3l = x.fma(bl, c3l);
      c3r = x.fma(br, c3r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 6 + 4]);
      c4l = x.fma(bl, c4l);
      c4r = x.fma(br, c4r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 6 + 5]);
      c5l = x.fma(bl, c5l);
      c5r = x.fma(br, c5r);
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

  static void rows2(
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
    for (int p = 0; p < depth; p++) {
      FloatVector bl = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH);
      FloatVector br = FloatVector.fromArray(FLOAT, b, bOffset + p * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(FLOAT, a[aOffset + p * 2]);
      c0l = x.fma(bl, c0l);
      c0r = x.fma(br, c0r);
      x = FloatVector.broadcast(FLOAT, a[aOffset + p * 2 + 1]);
      c1l = x.fma(bl, c1l);
      c1r = x.fma(br, c1r);
    }
    if (accumulate) {
      int at = cOffset;
      FloatVector.fromArray(FLOAT, c, at).add(c0l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c0r).intoArray(c, at + LANES);
      at += rowStride;
      FloatVector.fromArray(FLOAT, c, at).add(c1l).intoArray(c, at);
      FloatVector.fromArray(FLOAT, c, at + LANES).add(c1r).intoArray(c, at + LANES);
    } else {
      int at = cOffset;
      c0l.intoArray(c, at);
      c0r.intoArray(c, at + LANES);
      at += rowStride;
      c1l.intoArray(c, at);
      c1r.intoArray(c, at + LANES);
    }
  }
}
