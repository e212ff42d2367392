// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** {@code cudnnMathType_t} of {@code cudnn_graph.h}: what may be done to binary32 operands. */
public enum MathType {
  /** {@code CUDNN_DEFAULT_MATH}: tensor cores, with operands rounded to TF32. */
  DEFAULT(0),
  /** {@code CUDNN_TENSOR_OP_MATH}: tensor cores; for binary32 operands, TF32 again. */
  TENSOR_OP(1),
  /** {@code CUDNN_TENSOR_OP_MATH_ALLOW_CONVERSION}: operands rounded to binary16. Never taken. */
  TENSOR_OP_ALLOW_CONVERSION(2),
  /** {@code CUDNN_FMA_MATH}: multiply-add in binary32. */
  FMA(3);

  private final int code;

  MathType(int code) {
    this.code = code;
  }

  /** The header's value. */
  public int code() {
    return code;
  }

  /** The one with this value in the header. */
  static MathType of(int code) {
    for (MathType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("cuDNN has no math type " + code);
  }

  /**
   * What an algorithm does that a search ran.
   *
   * @param asked the math type of the search
   * @param told the header's value that the search gave back
   */
  static MathType found(MathType asked, int told) {
    MathType type = of(told);
    // A search under FMA may call what it ran DEFAULT, which would let TF32 in when run again.
    return asked == FMA && type == DEFAULT ? FMA : type;
  }
}
