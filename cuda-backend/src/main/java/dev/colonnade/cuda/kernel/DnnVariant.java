// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.cuda.dnn.Layout;
import java.util.List;

/**
 * A way to hand a convolution to cuDNN.
 *
 * @param layout order of elements in memory
 * @param format of the operands
 * @param mode what the library is asked to compute in
 */
record DnnVariant(Layout layout, OperandFormat format, MathMode mode) {
  /** In our own layout, nothing converted. */
  private static DnnVariant plain(MathMode mode) {
    return new DnnVariant(Layout.NCHW, OperandFormat.FLOAT, mode);
  }

  /**
   * Those of cuDNN's functions of one convolution. They have no bfloat16 operands with binary32
   * results; but an operand that was rounded to bfloat16 is exact in TF32.
   */
  static List<DnnVariant> ofFunctions(MathMode mode) {
    return switch (mode) {
      case STRICT_FP32 -> List.of(plain(mode));
      case TF32 -> List.of(plain(mode), new DnnVariant(Layout.NHWC, OperandFormat.FLOAT, mode));
      case BF16 ->
          List.of(
              new DnnVariant(Layout.NCHW, OperandFormat.ROUNDED, MathMode.TF32),
              new DnnVariant(Layout.NHWC, OperandFormat.ROUNDED, MathMode.TF32));
    };
  }

  /** Those of its operation graphs: as its functions, and operands in bfloat16. */
  static List<DnnVariant> ofGraphs(MathMode mode) {
    return mode == MathMode.BF16
        ? List.of(
            new DnnVariant(Layout.NCHW, OperandFormat.BFLOAT16, mode),
            new DnnVariant(Layout.NHWC, OperandFormat.BFLOAT16, mode),
            new DnnVariant(Layout.NCHW, OperandFormat.ROUNDED, MathMode.TF32),
            new DnnVariant(Layout.NHWC, OperandFormat.ROUNDED, MathMode.TF32))
        : ofFunctions(mode);
  }

  /** What a plan calls it: {@code nhwc/bf16}. */
  String text() {
    return (layout == Layout.NCHW ? "nchw" : "nhwc") + format.suffix();
  }
}
