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
 * Elementary functions on fp32 vectors. The errors, over all fp32 arguments and against the exact result, are
 * at most {@link #EXP_ULP}, {@link #LOG_ULP}, {@link #TANH_ULP} and {@link #SIGMOID_ULP} units in the last
 * place, subnormal results included. NaN gives NaN, infinities and zeros what the limits say.
 *
 * <p>The methods are small enough for the JIT compiler to inline: a vector that crosses a call which was not
 * inlined is allocated.
 */
public final class VectorMath {

  /** Error bound of {@link #exp} in ulp. */
  public static final double EXP_ULP = 1.5;

  /** Error bound of {@link #log} in ulp. */
  public static final double LOG_ULP = 1.5;

  /** Error bound of {@link #tanh} in ulp. */
  public static final double TANH_ULP = 2;

  /** Error bound of {@link #sigmoid} in ulp. */
  public static final double SIGMOID_ULP = 2.5;

  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;

  private static final float LOG2_E = 1.44269504f;

  /** The natural logarithm of 2 in two parts; multiples of the first up to 2^8 are exact. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = (float) (0.693147180559945309417232 - 0x1.62e4p-1);

  /** Adding this rounds to an integer, which is then in the low bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  /** Beyond these, e^x is infinite or rounds to 0. */
  private static final float EXP_MAX = 89;

  private static final float EXP_MIN = -104;

  /** Up to here tanh is a polynomial: 1 - 2/(e^2x + 1) would lose digits to cancellation. */
  private static final float TANH_SMALL = 0.625f;

  private VectorMath() {}

  /** Returns e^x. */
  public static FloatVector exp(FloatVector x) {
    FloatVector t =
        x.blend(EXP_MAX, x.compare(VectorOperators.GT, EXP_MAX))
            .blend(EXP_MIN, x.compare(VectorOperators.LT, EXP_MIN));
    FloatVector shifted = t.fma(FloatVector.broadcast(FLOAT, LOG2_E), broadcast(ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector p = expReduced(t, shifted.sub(ROUNDER));
    // In two steps: 2^n itself may be out of range where the result is not.
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  /** e^(x - n ln 2), for |x - n ln 2| at most half of ln 2: Taylor's polynomial of degree 7. */
  private static FloatVector expReduced(FloatVector x, FloatVector n) {
    FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), x));
    FloatVector p = r.fma(broadcast(1f / 5040), broadcast(1f / 720));
    p = p.fma(r, broadcast(1f / 120));
    p = p.fma(r, broadcast(1f / 24));
    p = p.fma(r, broadcast(1f / 6));
    p = p.fma(r, broadcast(0.5f));
    return p.fma(r.mul(r), r).add(1f);
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOAT, value);
  }

  /** Returns the natural logarithm: NaN below 0, minus infinity at either 0. */
  public static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector t = x.blend(x.mul(0x1p23f), subnormal);
    IntVector bits = t.reinterpretAsInts();
    // x = 2^n m with m from sqrt(1/2) to sqrt(2)
    IntVector n = bits.sub(Float.floatToRawIntBits(0.70710678f)).lanewise(VectorOperators.ASHR, 23);
    FloatVector m =
        bits.sub(n.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
    FloatVector k = (FloatVector) n.convert(VectorOperators.I2F, 0);
    k = k.blend(k.sub(23f), subnormal);
    // log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f), R the series of 2 atanh
    FloatVector f = m.sub(1f);
    FloatVector s = f.div(f.add(2f));
    FloatVector z = s.mul(s);
    FloatVector r = z.fma(broadcast(2f / 9), broadcast(2f / 7));
    r = r.fma(z, broadcast(2f / 5)).fma(z, broadcast(2f / 3)).mul(z);
    FloatVector h = f.mul(f).mul(0.5f);
    FloatVector tail = s.mul(h.add(r)).add(k.mul(LN2_LOW)).sub(h).add(f);
    FloatVector result = k.fma(broadcast(LN2_HIGH), tail);
    return result
        .blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
        .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f))
        .blend(Float.NaN, x.compare(VectorOperators.LT, 0f))
        .blend(x, x.test(VectorOperators.IS_NAN));
  }

  /** Returns the hyperbolic tangent; the sign of zero is kept. */
  public static FloatVector tanh(FloatVector x) {
    FloatVector z = x.abs();
    FloatVector s = x.mul(x);
    FloatVector p = s.fma(broadcast(-0.005666969669839027f), broadcast(0.02060616913044886f));
    p = p.fma(s, broadcast(-0.05373000448300218f));
    p = p.fma(s, broadcast(0.13331330963987806f));
    p = p.fma(s, broadcast(-0.3333327805677581f));
    FloatVector small = p.mul(s).fma(x, x);
    // tanh(10) rounds to 1
    FloatVector t = z.blend(10f, z.compare(VectorOperators.GT, 10f)).mul(2f);
    FloatVector shifted = t.fma(broadcast(LOG2_E), broadcast(ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector e = expReduced(t, shifted.sub(ROUNDER)).mul(powerOfTwo(n));
    FloatVector large = broadcast(1).sub(broadcast(2).div(e.add(1f)));
    large = large.blend(large.neg(), x.compare(VectorOperators.LT, 0f));
    return large.blend(small, z.compare(VectorOperators.LT, TANH_SMALL));
  }

  /** Returns 1 / (1 + e^-x). */
  public static FloatVector sigmoid(FloatVector x) {
    // e^-|x| does not overflow, and where x is negative it keeps the digits of the small result.
    FloatVector e = exp(x.abs().neg());
    FloatVector numerator = broadcast(1).blend(e, x.compare(VectorOperators.LT, 0f));
    return numerator.div(e.add(1f));
  }
}
