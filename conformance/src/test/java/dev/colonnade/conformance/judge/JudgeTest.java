// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.judge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.oracle.Oracle;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Both criteria fail where they should and let pass what rounding does. */
final class JudgeTest {
  private static HostTensor random(long seed, int... dimensions) {
    HostTensor tensor = HostTensor.zeros(TensorType.f32(dimensions));
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < tensor.type().elementCount(); i++) {
      tensor.set(i, (float) random.nextDouble(-1, 1));
    }
    return tensor;
  }

  private static void judge(
      Primitive op, HostTensor actual, MathMode math, HostTensor... operands) {
    List<OracleTensor> widened = List.of(operands).stream().map(OracleTensor::of).toList();
    OracleTensor expected = Oracle.primitive(op, widened);
    LocalError error = LocalError.of(op, widened, expected, math);
    Judge.compare(
        "y",
        actual,
        expected,
        error == null ? Tolerance.exact(expected) : error.tolerance(expected));
  }

  @Test
  void aSequentialFp32ProductPasses() {
    HostTensor a = random(1, 7, 500);
    HostTensor b = random(2, 500, 5);
    HostTensor y = product(a, b);
    assertThatCode(() -> judge(new MatMul(false, false), y, MathMode.STRICT_FP32, a, b))
        .doesNotThrowAnyException();
  }

  @Test
  void aSequentialSumOfManyPositiveNumbersPasses() {
    HostTensor x = random(3, 5000);
    float sum = 0;
    for (int i = 0; i < 5000; i++) {
      x.set(i, Math.abs(x.getFloat(i)));
      sum += x.getFloat(i);
    }
    HostTensor y = HostTensor.scalar(sum);
    assertThatCode(() -> judge(new Reduction.ReduceSum(List.of(0)), y, MathMode.STRICT_FP32, x))
        .doesNotThrowAnyException();
  }

  @Test
  void oneWrongElementFails() {
    HostTensor a = random(1, 7, 50);
    HostTensor b = random(2, 50, 5);
    HostTensor y = product(a, b);
    y.set(17, y.getFloat(17) + 1e-3f);
    assertThatThrownBy(() -> judge(new MatMul(false, false), y, MathMode.STRICT_FP32, a, b))
        .isInstanceOf(CaseFailure.class)
        .hasMessageContaining("y[3, 2] should be");
  }

  @Test
  void manySmallErrorsFailThoughNoneIsLarge() {
    HostTensor x = random(4, 20, 4000);
    HostTensor y = HostTensor.zeros(TensorType.f32(20));
    for (int row = 0; row < 20; row++) {
      double sum = 0;
      for (int i = 0; i < 4000; i++) {
        sum += x.getFloat(row * 4000L + i);
      }
      // The worst case allows 4000 roundings of 2^-24 on a magnitude of about 2000: 0.48.
      y.set(row, (float) (sum + (row % 2 == 0 ? 0.1 : -0.1)));
    }
    assertThatThrownBy(() -> judge(new Reduction.ReduceSum(List.of(1)), y, MathMode.STRICT_FP32, x))
        .isInstanceOf(CaseFailure.class)
        .hasMessageContaining("normalised mean square");
  }

  @Test
  void tf32PassesOnlyWhereItIsAskedFor() {
    HostTensor a = random(1, 7, 500);
    HostTensor b = random(2, 500, 5);
    HostTensor y = product(truncated(a), truncated(b));
    assertThatCode(() -> judge(new MatMul(false, false), y, MathMode.TF32, a, b))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> judge(new MatMul(false, false), y, MathMode.STRICT_FP32, a, b))
        .isInstanceOf(CaseFailure.class);
  }

  @Test
  void nanAndInfinityMustBeWhereTheyAreExpected() {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    HostTensor x = HostTensor.of(Shape.of(3), nan, 100f, 1f);
    float e = (float) Math.E;
    Primitive exp = new UnaryOp.Exp();
    assertThatCode(
            () -> judge(exp, HostTensor.of(Shape.of(3), nan, inf, e), MathMode.STRICT_FP32, x))
        .doesNotThrowAnyException();
    for (HostTensor wrong :
        List.of(
            HostTensor.of(Shape.of(3), 1f, inf, e),
            HostTensor.of(Shape.of(3), nan, Float.MAX_VALUE, e),
            HostTensor.of(Shape.of(3), nan, inf, nan),
            HostTensor.of(Shape.of(3), nan, -inf, e))) {
      assertThatThrownBy(() -> judge(exp, wrong, MathMode.STRICT_FP32, x))
          .isInstanceOf(CaseFailure.class);
    }
  }

  @Test
  void exactOperationsAllowNothing() {
    HostTensor a = HostTensor.of(Shape.of(2), 1f, 2f);
    HostTensor b = HostTensor.of(Shape.of(2), 0f, 3f);
    Primitive maximum = new BinaryOp.Maximum();
    assertThatCode(
            () -> judge(maximum, HostTensor.of(Shape.of(2), 1f, 3f), MathMode.STRICT_FP32, a, b))
        .doesNotThrowAnyException();
    assertThatThrownBy(() ->
            judge(
                maximum,
                HostTensor.of(Shape.of(2), Math.nextUp(1f), 3f),
                MathMode.STRICT_FP32,
                a,
                b))
        .isInstanceOf(CaseFailure.class)
        .hasMessageContaining("exactly");
  }

  @Test
  void movedElementsKeepTheSignOfZeroAndDenormals() {
    HostTensor expected = HostTensor.of(Shape.of(3), -0f, 1e-40f, Float.NaN);
    assertThatCode(() -> Judge.moved("y", expected.copy(), expected)).doesNotThrowAnyException();
    assertThatThrownBy(
            () -> Judge.moved("y", HostTensor.of(Shape.of(3), 0f, 1e-40f, Float.NaN), expected))
        .hasMessageContaining("y[0]");
    assertThatThrownBy(
            () -> Judge.moved("y", HostTensor.of(Shape.of(3), -0f, 0f, Float.NaN), expected))
        .hasMessageContaining("y[1]");
  }

  private static HostTensor truncated(HostTensor tensor) {
    HostTensor result = tensor.copy();
    for (long i = 0; i < tensor.type().elementCount(); i++) {
      int bits = Float.floatToRawIntBits(tensor.getFloat(i)) + 0x1000;
      result.set(i, Float.intBitsToFloat(bits & ~0x1FFF));
    }
    return result;
  }

  private static HostTensor product(HostTensor a, HostTensor b) {
    int m = a.type().shape().dimension(0);
    int k = a.type().shape().dimension(1);
    int n = b.type().shape().dimension(1);
    HostTensor y = HostTensor.zeros(TensorType.f32(m, n));
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a.getFloat((long) i * k + l) * b.getFloat((long) l * n + j);
        }
        y.set((long) i * n + j, sum);
      }
    }
    return y;
  }
}
