// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.conformance.Conformance;
import dev.colonnade.conformance.ConformanceListener;
import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.Report;
import dev.colonnade.conformance.skeleton.KernelTable;
import dev.colonnade.conformance.skeleton.OracleKernels;
import dev.colonnade.conformance.skeleton.SkeletonDevice;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.HostTensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that use up what the operations' bounds allow, always to the same side, still pass. */
final class ImpreciseButRightTest {
  private static final KernelTable IMPRECISE =
      (op, operands, result) -> {
        if (op instanceof MatMul(boolean transposeA, boolean transposeB)
            && result.type().shape().rank() == 2) {
          sequential(operands, transposeA, transposeB, result);
          return;
        }
        new OracleKernels().run(op, operands, result);
        int ulps = allowed(op);
        if (ulps > 0) {
          for (int i = 0; i < result.type().elementCount(); i++) {
            float value = result.getFloat(i);
            if (Float.isFinite(value) && value != 0 && Math.abs(value) < 1e37f) {
              result.set(i, value + ulps * Math.ulp(value));
            }
          }
        }
      };

  private static int allowed(Primitive op) {
    return switch (op) {
      case UnaryOp.Tanh ignored -> 7;
      case UnaryOp.Sigmoid ignored -> 7;
      case UnaryOp.Exp ignored -> 3;
      case UnaryOp.Log ignored -> 3;
      case BinaryOp.Divide ignored -> 2;
      default -> 0;
    };
  }

  /** The plainest fp32 loop, summed from the end. */
  private static void sequential(
      List<HostTensor> operands, boolean transposeA, boolean transposeB, HostTensor y) {
    HostTensor a = operands.get(0);
    HostTensor b = operands.get(1);
    int rows = y.type().shape().dimension(0);
    int columns = y.type().shape().dimension(1);
    int inner = a.type().shape().dimension(transposeA ? 0 : 1);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float sum = 0;
        for (int k = inner - 1; k >= 0; k--) {
          float left = a.getFloat(transposeA ? (long) k * rows + row : (long) row * inner + k);
          float right =
              b.getFloat(transposeB ? (long) column * inner + k : (long) k * columns + column);
          sum += left * right;
        }
        y.set((long) row * columns + column, sum);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "op/tanh/*",
        "op/sigmoid/*",
        "op/exp/*",
        "op/log/*",
        "op/divide/*",
        "op/matMul/*",
        "op/fullyConnected/*",
        "op/softmax*",
        "op/scaledTanh*",
        "op/convolutionBias*",
        "gradient/*",
        "training/*"
      })
  void passes(String cases) {
    Report report =
        Conformance.run(
            new SkeletonDevice(IMPRECISE),
            ConformanceOptions.DEFAULT.withCase(cases),
            ConformanceListener.NONE);
    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).isPositive();
  }
}
