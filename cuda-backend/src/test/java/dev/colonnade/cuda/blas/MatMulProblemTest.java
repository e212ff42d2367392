// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatMulProblemTest {
  @Test
  void rowsOfStoredMatricesFollowTheTransposition() {
    MatMulProblem plain = MatMulProblem.single(2, 3, 5, false, false, MathMode.STRICT_FP32, true);
    assertThat(plain.rowOfA()).isEqualTo(5);
    assertThat(plain.rowOfB()).isEqualTo(3);
    MatMulProblem both = MatMulProblem.single(2, 3, 5, true, true, MathMode.STRICT_FP32, true);
    assertThat(both.rowOfA()).isEqualTo(2);
    assertThat(both.rowOfB()).isEqualTo(5);
  }

  @Test
  void whatCannotBeComputedIsRefused() {
    assertThatThrownBy(() -> MatMulProblem.single(0, 3, 5, false, false, MathMode.TF32, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m 0");
    assertThatThrownBy(() ->
            new MatMulProblem(
                2,
                3,
                5,
                false,
                false,
                1f,
                0f,
                4,
                10,
                15,
                5,
                MathMode.TF32,
                false,
                OperandType.FLOAT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("overlap");
  }

  @Test
  void strictModeWithstandsEmulation() {
    assertThat(ComputeType.of(MathMode.STRICT_FP32, Map.of())).isEqualTo(ComputeType.FLOAT);
    assertThat(ComputeType.of(MathMode.STRICT_FP32, Map.of(ComputeType.EMULATION, "0")))
        .isEqualTo(ComputeType.FLOAT);
    assertThat(ComputeType.of(MathMode.STRICT_FP32, Map.of(ComputeType.EMULATION, "1")))
        .isEqualTo(ComputeType.FLOAT_PEDANTIC);
    assertThat(ComputeType.of(MathMode.TF32, Map.of())).isEqualTo(ComputeType.TF32);
    assertThat(ComputeType.of(MathMode.BF16, Map.of())).isEqualTo(ComputeType.BFLOAT16);
  }

  @Test
  void statusesBecomeErrorsThatHelp() {
    assertThat(error(BlasStatus.NOT_INITIALIZED)).hasMessageContaining("no usable NVIDIA GPU");
    assertThat(error(BlasStatus.ALLOC_FAILED)).isInstanceOf(OutOfDeviceMemoryException.class);
    assertThat(error(BlasStatus.EXECUTION_FAILED)).hasMessageContaining("broken the context");
    assertThat(error(BlasStatus.NOT_SUPPORTED)).hasMessageContaining("no algorithm");
    assertThat(error(7)).hasMessage("cuBLAS 1: gemm failed with A_NAME (7)");
  }

  private static BackendException error(int status) {
    return BlasStatus.error(status, "cuBLAS 1", "gemm", "A_NAME");
  }
}
