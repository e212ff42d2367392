// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import dev.colonnade.core.backend.MathMode;
import java.util.Map;

/** {@code cublasComputeType_t} of {@code cublas_api.h}, as far as it is used. */
public enum ComputeType {
  /**
   * {@code CUBLAS_COMPUTE_32F}: binary32 operands. TF32 comes in through the other compute types or
   * through the handle's math mode, which stays at its default.
   */
  FLOAT(68),
  /**
   * {@code CUBLAS_COMPUTE_32F_PEDANTIC}: as {@link #FLOAT}, and no environment variable changes it.
   */
  FLOAT_PEDANTIC(69),
  /** {@code CUBLAS_COMPUTE_32F_FAST_16BF}: operands rounded to bfloat16. */
  BFLOAT16(75),
  /** {@code CUBLAS_COMPUTE_32F_FAST_TF32}: operands rounded to TF32. */
  TF32(77);

  /** Lets cuBLAS 13 replace binary32 products by sums of bfloat16 ones. */
  static final String EMULATION = "CUBLAS_EMULATE_SINGLE_PRECISION";

  private final int code;

  ComputeType(int code) {
    this.code = code;
  }

  /** The header's value. */
  public int code() {
    return code;
  }

  /** The one of a product in this process: operands in bfloat16 need no more rounding. */
  static ComputeType of(MatMulProblem problem) {
    return problem.operands() == OperandType.BFLOAT16
        ? FLOAT
        : of(problem.mathMode(), System.getenv());
  }

  static ComputeType of(MathMode mode, Map<String, String> environment) {
    return switch (mode) {
      case STRICT_FP32 -> {
        String emulation = environment.getOrDefault(EMULATION, "0").strip();
        yield emulation.isEmpty() || emulation.equals("0") ? FLOAT : FLOAT_PEDANTIC;
      }
      case TF32 -> TF32;
      case BF16 -> BFLOAT16;
    };
  }
}
