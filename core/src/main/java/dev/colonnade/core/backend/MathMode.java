// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/**
 * Precision of the operands of convolution and matmul. Accumulation is fp32 or better in all modes;
 * every other operation is fp32. The mode is in every record, and results of different modes are
 * never compared as if they were alike.
 *
 * <p>A backend that does not have a mode refuses it when it compiles, with a {@link
 * BackendException} that names those it has; it never takes another one instead.
 */
public enum MathMode {
  /**
   * IEEE binary32 operands; FMA, any order of sums and flushed denormals allowed; no Winograd, no
   * FFT, no TF32.
   */
  STRICT_FP32(0x1p-24),
  /** Operands rounded to TF32 (10 mantissa bits). */
  TF32(0x1p-11),
  /** Operands rounded to bfloat16 (7 mantissa bits). */
  BF16(0x1p-8);

  private final double unitRoundoff;

  MathMode(double unitRoundoff) {
    this.unitRoundoff = unitRoundoff;
  }

  /** Largest relative error of rounding one operand; tolerances are derived from it. */
  public double unitRoundoff() {
    return unitRoundoff;
  }
}
