// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cuda.driver.LaunchShape;

/** Launches of {@code conversion.cu}: operands as NVIDIA's libraries want them. */
final class ConversionKernels {
  /** {@code TURN_TILE} of conversion.cu. */
  private static final int TILE = 32;

  private final Launcher launcher;

  ConversionKernels(KernelLibrary library) {
    launcher = new Launcher(library, "conversion");
  }

  /** A place for so many elements of a format. */
  static Buffer workspace(Call call, OperandFormat format, long count) {
    return format == OperandFormat.BFLOAT16
        ? call.workspace(DType.U8, count * format.bytes())
        : call.workspace(DType.F32, count);
  }

  /** Elements in another format, in the same order. */
  Launch convert(Call call, Buffer from, Buffer to, long count, OperandFormat format) {
    return launcher.elements(
        call,
        format == OperandFormat.BFLOAT16 ? "bf16_operand" : "round_operand",
        count,
        new Parameters().buffer(from).buffer(to).int64(count).int32(droppedBits(format)));
  }

  /**
   * Matrices side by side, each transposed, in another format.
   *
   * @param count how many
   * @param rows of a matrix of {@code from}
   * @param columns of a matrix of {@code from}
   */
  Launch transpose(
      Call call,
      Buffer from,
      Buffer to,
      long count,
      long rows,
      long columns,
      OperandFormat format) {
    long rowTiles = Math.ceilDiv(rows, TILE);
    long columnTiles = Math.ceilDiv(columns, TILE);
    return launcher.of(
        format == OperandFormat.BFLOAT16 ? "transpose_bf16_operand" : "transpose_operand",
        LaunchShape.linear(Math.toIntExact(count * rowTiles * columnTiles), Launcher.THREADS),
        new Parameters()
            .buffer(from)
            .buffer(to)
            .int64(rows)
            .int64(columns)
            .int64(rowTiles)
            .int64(columnTiles)
            .int32(droppedBits(format)));
  }

  private static int droppedBits(OperandFormat format) {
    return ProductShape.droppedBits(
        format == OperandFormat.FLOAT ? MathMode.STRICT_FP32 : MathMode.BF16);
  }
}
