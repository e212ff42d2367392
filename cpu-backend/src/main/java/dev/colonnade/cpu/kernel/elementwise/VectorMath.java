// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

import dev.colonnade.cpu.kernel.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions of fp32 arrays. The errors, over all fp32 arguments and against the exact
 * result, are at most {@link #EXP_ULP}, {@link #LOG_ULP}, {@link #TANH_ULP} and {@link
 * #SIGMOID_ULP} units in the last place, subnormal results included. NaN gives NaN, infinities and
 * zeros what the limits say, and the sign of zero is kept where the function is odd. The result may
 * be written over the argument.
 *
 * <p>The loops hold the whole formula and call nothing but the vector API. As methods from vector
 * to vector the functions would read better, but in a method of this size the JIT compiler stops
 * inlining ours (NodeCountInliningCutoff), and a vector that crosses a call is allocated: tanh was
 * 20 times slower so. For the same reason there is one loop with a branch for the last, incomplete
 * vector instead of two copies, and e^x is written out three times: e^(x - n ln 2), with |x - n ln
 * 2| at most half of ln 2, by Taylor's polynomial of degree 7, times 2^n, in two steps where 2^n
 * itself may be out of range and the result is not.
 */
public final class VectorMath {

  /** Error bound of {@link #exp} in ulp. */
  public static final double EXP_ULP = 1.5;

  /** Error bound of {@link #log} in ulp. */
  public static final double LOG_ULP = 1.5;

  /** Error bound of {@link #tanh} in ulp, for factors of 1 and no bias. */
  public static final double TANH_ULP = 2;

  /** Error bound of {@link #sigmoid} in ulp, without bias. */
  public static final double SIGMOID_ULP = 2.5;

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  private static final float LOG2_E = 0x1.715476p0f;

  /** The natural logarithm of 2 in two parts; multiples of the first up to 2^8 are exact. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** Adding this rounds to an integer, which is then in the low bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  /** Beyond these, e^x is infinite or rounds to 0. */
  private static final float EXP_MAX = 89;

  private static final float EXP_MIN = -104;

  /** Up to here tanh is a polynomial: 1 - 2/(e^2x + 1) would lose digits to cancellation. */
  private static final float TANH_SMALL = 0.625f;

  private VectorMath() {}

  /** Computes y = e^(x - shift). */
  public static void exp(float[] x, int xOffset, float shift, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = FLOAT.indexInRange(FLOAT.loopBound(length), length);
    FloatVector log2E = FloatVector.broadcast(FLOAT, LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOAT, ROUNDER);
    FloatVector ln2High = FloatVector.broadcast(FLOAT, -LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOAT, -LN2_LOW);
    FloatVector e7 = FloatVector.broadcast(FLOAT, 1f / 5040);
    FloatVector e6 = FloatVector.broadcast(FLOAT, 1f / 720);
    FloatVector e5 = FloatVector.broadcast(FLOAT, 1f / 120);
    FloatVector e4 = FloatVector.broadcast(FLOAT, 1f / 24);
    FloatVector e3 = FloatVector.broadcast(FLOAT, 1f / 6);
    FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector v =
          whole
              ? FloatVector.fromArray(FLOAT, x, xOffset + i)
              : FloatVector.fromArray(FLOAT, x, xOffset + i, rest);
      v = v.sub(shift);
      v = v.blend(EXP_MAX, v.compare(VectorOperators.GT, EXP_MAX));
      v = v.blend(EXP_MIN, v.compare(VectorOperators.LT, EXP_MIN));
      FloatVector shifted = v.fma(log2E, rounder);
      IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
      FloatVector k = shifted.sub(rounder);
      FloatVector r = k.fma(ln2Low, k.fma(ln2High, v));
      FloatVector p = r.fma(e7, e6).fma(r, e5).fma(r, e4).fma(r, e3).fma(r, half);
      p = p.fma(r.mul(r), r).add(1f);
      IntVector m = n.lanewise(VectorOperators.ASHR, 1);
      p = p.mul(m.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      n = n.sub(m);
      p = p.mul(n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      if (whole) {
        p.intoArray(y, yOffset + i);
      } else {
        p.intoArray(y, yOffset + i, rest);
      }
    }
  }

  /** Computes y = the natural logarithm of x: NaN below 0, minus infinity at either 0. */
  public static void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = FLOAT.indexInRange(FLOAT.loopBound(length), length);
    FloatVector ln2High = FloatVector.broadcast(FLOAT, LN2_HIGH);
    FloatVector s9 = FloatVector.broadcast(FLOAT, 2f / 9);
    FloatVector s7 = FloatVector.broadcast(FLOAT, 2f / 7);
    FloatVector s5 = FloatVector.broadcast(FLOAT, 2f / 5);
    FloatVector s3 = FloatVector.broadcast(FLOAT, 2f / 3);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector v =
          whole
              ? FloatVector.fromArray(FLOAT, x, xOffset + i)
              : FloatVector.fromArray(FLOAT, x, xOffset + i, rest);
      VectorMask<Float> subnormal = v.compare(VectorOperators.LT, Float.MIN_NORMAL);
      IntVector bits = v.blend(v.mul(0x1p23f), subnormal).reinterpretAsInts();
      // x = 2^n m with m from sqrt(1/2) to sqrt(2)
      IntVector n =
          bits.sub(Float.floatToRawIntBits(0x1.6a09e6p-1f)).lanewise(VectorOperators.ASHR, 23);
      FloatVector m = bits.sub(n.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
      FloatVector k = (FloatVector) n.convert(VectorOperators.I2F, 0);
      k = k.blend(k.sub(23f), subnormal);
      // log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f), R the series of 2 atanh
      FloatVector f = m.sub(1f);
      FloatVector s = f.div(f.add(2f));
      FloatVector z = s.mul(s);
      FloatVector r = z.fma(s9, s7).fma(z, s5).fma(z, s3).mul(z);
      FloatVector h = f.mul(f).mul(0.5f);
      FloatVector tail = s.mul(h.add(r)).add(k.mul(LN2_LOW)).sub(h).add(f);
      FloatVector result =
          k.fma(ln2High, tail)
              .blend(v, v.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
              .blend(Float.NEGATIVE_INFINITY, v.compare(VectorOperators.EQ, 0f))
              .blend(Float.NaN, v.compare(VectorOperators.LT, 0f))
              .blend(v, v.compare(VectorOperators.NE, v));
      if (whole) {
        result.intoArray(y, yOffset + i);
      } else {
        result.intoArray(y, yOffset + i, rest);
      }
    }
  }

  /** Computes y = a tanh(b (x + bias)). */
  public static void tanh(
      float a, float b, float bias, float[] x, int xOffset, float[] y, int yOffset, int length) {
    // Without a bias its addition would lose the sign of -0.
    boolean biased = bias != 0;
    VectorMask<Float> rest = FLOAT.indexInRange(FLOAT.loopBound(length), length);
    FloatVector log2E = FloatVector.broadcast(FLOAT, LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOAT, ROUNDER);
    FloatVector ln2High = FloatVector.broadcast(FLOAT, -LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOAT, -LN2_LOW);
    FloatVector e7 = FloatVector.broadcast(FLOAT, 1f / 5040);
    FloatVector e6 = FloatVector.broadcast(FLOAT, 1f / 720);
    FloatVector e5 = FloatVector.broadcast(FLOAT, 1f / 120);
    FloatVector e4 = FloatVector.broadcast(FLOAT, 1f / 24);
    FloatVector e3 = FloatVector.broadcast(FLOAT, 1f / 6);
    FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
    FloatVector t4 = FloatVector.broadcast(FLOAT, -0x1.7363fap-8f);
    FloatVector t3 = FloatVector.broadcast(FLOAT, 0x1.519c8ap-6f);
    FloatVector t2 = FloatVector.broadcast(FLOAT, -0x1.b827fcp-5f);
    FloatVector t1 = FloatVector.broadcast(FLOAT, 0x1.110692p-3f);
    FloatVector t0 = FloatVector.broadcast(FLOAT, -0x1.55553p-2f);
    FloatVector one = FloatVector.broadcast(FLOAT, 1f);
    FloatVector two = FloatVector.broadcast(FLOAT, 2f);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector v =
          whole
              ? FloatVector.fromArray(FLOAT, x, xOffset + i)
              : FloatVector.fromArray(FLOAT, x, xOffset + i, rest);
      v = (biased ? v.add(bias) : v).mul(b);
      FloatVector z = v.abs();
      FloatVector s = v.mul(v);
      // A minimax polynomial for tanh(x)/x - 1 on [-0.63, 0.63], error 5e-9
      FloatVector q = s.fma(t4, t3).fma(s, t2).fma(s, t1).fma(s, t0);
      FloatVector small = q.mul(s).fma(z, z);
      // tanh(10) rounds to 1
      FloatVector t = z.blend(10f, z.compare(VectorOperators.GT, 10f)).mul(2f);
      FloatVector shifted = t.fma(log2E, rounder);
      IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
      FloatVector k = shifted.sub(rounder);
      FloatVector r = k.fma(ln2Low, k.fma(ln2High, t));
      FloatVector p = r.fma(e7, e6).fma(r, e5).fma(r, e4).fma(r, e3).fma(r, half);
      p = p.fma(r.mul(r), r).add(1f);
      p = p.mul(n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      FloatVector large = one.sub(two.div(p.add(1f)));
      FloatVector result = large.blend(small, z.compare(VectorOperators.LT, TANH_SMALL));
      IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
      result = result.reinterpretAsInts().or(sign).reinterpretAsFloats().mul(a);
      if (whole) {
        result.intoArray(y, yOffset + i);
      } else {
        result.intoArray(y, yOffset + i, rest);
      }
    }
  }

  /** Computes y = 1 / (1 + e^-(x + bias)). */
  public static void sigmoid(
      float bias, float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = FLOAT.indexInRange(FLOAT.loopBound(length), length);
    FloatVector log2E = FloatVector.broadcast(FLOAT, LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOAT, ROUNDER);
    FloatVector ln2High = FloatVector.broadcast(FLOAT, -LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOAT, -LN2_LOW);
    FloatVector e7 = FloatVector.broadcast(FLOAT, 1f / 5040);
    FloatVector e6 = FloatVector.broadcast(FLOAT, 1f / 720);
    FloatVector e5 = FloatVector.broadcast(FLOAT, 1f / 120);
    FloatVector e4 = FloatVector.broadcast(FLOAT, 1f / 24);
    FloatVector e3 = FloatVector.broadcast(FLOAT, 1f / 6);
    FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
    FloatVector one = FloatVector.broadcast(FLOAT, 1f);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector v =
          whole
              ? FloatVector.fromArray(FLOAT, x, xOffset + i)
              : FloatVector.fromArray(FLOAT, x, xOffset + i, rest);
      v = v.add(bias);
      // e^-|x| does not overflow, and where x is negative it keeps the digits of the small result.
      FloatVector t = v.abs().neg();
      t = t.blend(EXP_MIN, t.compare(VectorOperators.LT, EXP_MIN));
      FloatVector shifted = t.fma(log2E, rounder);
      IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
      FloatVector k = shifted.sub(rounder);
      FloatVector r = k.fma(ln2Low, k.fma(ln2High, t));
      FloatVector p = r.fma(e7, e6).fma(r, e5).fma(r, e4).fma(r, e3).fma(r, half);
      p = p.fma(r.mul(r), r).add(1f);
      IntVector m = n.lanewise(VectorOperators.ASHR, 1);
      p = p.mul(m.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      n = n.sub(m);
      p = p.mul(n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      FloatVector numerator = one.blend(p, v.compare(VectorOperators.LT, 0f));
      FloatVector result = numerator.div(p.add(1f));
      if (whole) {
        result.intoArray(y, yOffset + i);
      } else {
        result.intoArray(y, yOffset + i, rest);
      }
    }
  }

  /** Computes y = the largest integer not above x; the sign of zero is kept. */
  public static void floor(float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> rest = FLOAT.indexInRange(FLOAT.loopBound(length), length);
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      FloatVector v =
          whole
              ? FloatVector.fromArray(FLOAT, x, xOffset + i)
              : FloatVector.fromArray(FLOAT, x, xOffset + i, rest);
      // Adding 2^23 to a smaller positive number leaves no bits for a fraction.
      FloatVector z = v.abs();
      IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
      FloatVector r = z.add(0x1p23f).sub(0x1p23f);
      r = r.reinterpretAsInts().or(sign).reinterpretAsFloats();
      r = r.blend(r.sub(1f), r.compare(VectorOperators.GT, v));
      FloatVector result = v.blend(r, z.compare(VectorOperators.LT, 0x1p23f));
      if (whole) {
        result.intoArray(y, yOffset + i);
      } else {
        result.intoArray(y, yOffset + i, rest);
      }
    }
  }
}
