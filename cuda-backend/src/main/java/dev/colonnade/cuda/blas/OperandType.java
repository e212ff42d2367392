// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

/** {@code cudaDataType_t} of {@code library_types.h}, as far as operands of products have it. */
public enum OperandType {
  /** {@code CUDA_R_32F}: binary32. */
  FLOAT(0),
  /** {@code CUDA_R_16BF}: bfloat16. */
  BFLOAT16(14);

  private final int code;

  OperandType(int code) {
    this.code = code;
  }

  /** The header's value. */
  int code() {
    return code;
  }
}
