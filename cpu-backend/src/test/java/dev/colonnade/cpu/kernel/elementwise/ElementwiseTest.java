// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.cpu.kernel.KernelTesting;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ElementwiseTest {

  private static final float[] SPECIALS = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -2.5f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0x1p23f,
    -0x1p23f,
    4194303.5f,
    -4194303.5f,
    3.7e9f
  };

  /** Lengths around whole vectors of every size. */
  private static final int[] LENGTHS = {0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 64, 101};

  private static double exact(Unary function, double x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABSOLUTE -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case SQUARE_ROOT -> Math.sqrt(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
      case FLOOR -> Math.floor(x);
      case SINE -> Math.sin(x);
      case COSINE -> Math.cos(x);
    };
  }

  private static double bound(Unary function) {
    return switch (function) {
      case NEGATE, ABSOLUTE, SIGN, FLOOR -> 0;
      case SQUARE_ROOT, SINE, COSINE -> 0.501;
      case EXP -> VectorMath.EXP_ULP;
      case LOG -> VectorMath.LOG_ULP;
      case TANH -> VectorMath.TANH_ULP;
      case SIGMOID -> VectorMath.SIGMOID_ULP;
    };
  }

  /** Error in units in the last place of the exact result; signs of zero and NaN must agree. */
  private static double ulps(float actual, double exact) {
    float rounded = (float) exact;
    if (Float.compare(actual, rounded) == 0) {
      return Float.isFinite(rounded) ? Math.abs(actual - exact) / Math.ulp(rounded) : 0;
    }
    boolean comparable = Float.isFinite(actual) && Float.isFinite(rounded);
    return comparable && actual != rounded
        ? Math.abs(actual - exact) / Math.ulp(rounded)
        : Double.POSITIVE_INFINITY;
  }

  @ParameterizedTest
  @EnumSource(Unary.class)
  void functionsKeepTheirBoundOverTheWholeRange(Unary function) {
    int block = 4096;
    float[] x = new float[block];
    float[] y = new float[block];
    double worst = 0;
    float worstAt = 0;
    // An odd step through all 2^32 patterns: every exponent, about a million arguments.
    for (long pattern = 0; pattern < 1L << 32; ) {
      for (int i = 0; i < block; i++) {
        x[i] = Float.intBitsToFloat((int) pattern);
        pattern += 4099;
      }
      function.apply(x, 0, y, 0, block);
      for (int i = 0; i < block; i++) {
        double error = ulps(y[i], exact(function, x[i]));
        if (!(error <= worst)) {
          worst = error;
          worstAt = x[i];
        }
      }
    }
    assertThat(worst).as("%s, worst at %s", function, worstAt).isLessThanOrEqualTo(bound(function));
  }

  @ParameterizedTest
  @EnumSource(Unary.class)
  void functionsKeepTheirBoundWhereItIsTight(Unary function) {
    float[] x = new float[1 << 16];
    float[] y = new float[x.length];
    Random random = new Random(11);
    // Around zero, the switches between formulas, and the ends of the range.
    float[][] ranges = {
      {-1, 1}, {0.5f, 2}, {-0.7f, 0.7f}, {-104, -86}, {-104, 89}, {-20, 20}, {-1e-3f, 1e-3f}
    };
    for (float[] range : ranges) {
      for (int i = 0; i < x.length; i++) {
        x[i] = range[0] + (range[1] - range[0]) * random.nextFloat();
      }
      function.apply(x, 0, y, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        double error = ulps(y[i], exact(function, x[i]));
        if (!(error <= bound(function))) {
          assertThat(error).as("%s(%s)", function, x[i]).isLessThanOrEqualTo(bound(function));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Unary.class)
  void functionsOfSpecialValuesAndOfEveryLength(Unary function) {
    for (int length : LENGTHS) {
      float[] x = new float[length + 3];
      float[] y = new float[length + 2];
      for (int i = 0; i < length; i++) {
        x[i + 2] = SPECIALS[i % SPECIALS.length];
      }
      y[0] = 77;
      y[length + 1] = 77;
      function.apply(x, 2, y, 1, length);
      assertThat(y[0]).isEqualTo(77);
      assertThat(y[length + 1]).isEqualTo(77);
      for (int i = 0; i < length; i++) {
        double expected = exact(function, x[i + 2]);
        assertThat(ulps(y[i + 1], expected))
            .as("%s(%s) = %s", function, x[i + 2], y[i + 1])
            .isLessThanOrEqualTo(bound(function));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Binary.class)
  void functionsOfTwoAgreeWithJava(Binary function) {
    Random random = new Random(2);
    for (int length : LENGTHS) {
      float[] a = new float[length + 1];
      float[] b = new float[length + 2];
      for (int i = 0; i < length; i++) {
        a[i + 1] = operand(random);
        b[i + 2] = operand(random);
      }
      float number = operand(random);
      float[] both = new float[length];
      float[] right = new float[length];
      float[] left = new float[length];
      function.apply(a, 1, b, 2, both, 0, length);
      function.applyRight(a, 1, number, right, 0, length);
      function.applyLeft(number, b, 2, left, 0, length);
      for (int i = 0; i < length; i++) {
        check(function, a[i + 1], b[i + 2], both[i]);
        check(function, a[i + 1], number, right[i]);
        check(function, number, b[i + 2], left[i]);
      }
    }
  }

  private static float operand(Random random) {
    return random.nextBoolean() ? SPECIALS[random.nextInt(SPECIALS.length)] : random.nextFloat();
  }

  private static void check(Binary function, float a, float b, float actual) {
    float expected =
        switch (function) {
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case MULTIPLY -> a * b;
          case DIVIDE -> a / b;
          case MAXIMUM -> Math.max(a, b);
          case MINIMUM -> Math.min(a, b);
          case POWER -> a == 1 || (a == -1 && Float.isInfinite(b)) ? 1 : (float) Math.pow(a, b);
        };
    assertThat(Float.compare(actual, expected))
        .as("%s(%s, %s) = %s, expected %s", function, a, b, actual, expected)
        .isZero();
  }

  // Arrays longer than the run: a masked access that reaches beyond the end of its array is checked
  // lane
  // by lane, for which the JIT does or does not allocate a mask of 64 bytes.
  private static final int SLACK = 16;

  @ParameterizedTest
  @EnumSource(Unary.class)
  void functionsAllocateNothing(Unary function) {
    float[] x = KernelTesting.random(new Random(1), 101 + SLACK);
    float[] y = new float[101 + SLACK];
    KernelTesting.assertAllocatesNothing(() -> function.apply(x, 0, y, 0, 101));
  }

  @ParameterizedTest
  @EnumSource(Binary.class)
  void functionsOfTwoAllocateNothing(Binary function) {
    float[] x = KernelTesting.random(new Random(1), 101 + SLACK);
    float[] y = new float[101 + SLACK];
    KernelTesting.assertAllocatesNothing(() -> function.apply(x, 0, x, 0, y, 0, 101));
  }
}
