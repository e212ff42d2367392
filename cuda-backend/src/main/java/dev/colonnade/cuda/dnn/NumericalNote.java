// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** {@code cudnnBackendNumericalNote_t} of {@code cudnn_graph.h}: what an engine does to numbers. */
public enum NumericalNote {
  /** {@code CUDNN_NUMERICAL_NOTE_TENSOR_CORE}. */
  TENSOR_CORE(0),
  /** {@code CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS}. */
  DOWN_CONVERT_INPUTS(1),
  /** {@code CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION}. */
  REDUCED_PRECISION_REDUCTION(2),
  /** {@code CUDNN_NUMERICAL_NOTE_FFT}. */
  FFT(3),
  /** {@code CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC}. */
  NONDETERMINISTIC(4),
  /** {@code CUDNN_NUMERICAL_NOTE_WINOGRAD}. */
  WINOGRAD(5),
  /** {@code CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_4x4}. */
  WINOGRAD_TILE_4X4(6),
  /** {@code CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_6x6}. */
  WINOGRAD_TILE_6X6(7),
  /** {@code CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_13x13}. */
  WINOGRAD_TILE_13X13(8),
  /** {@code CUDNN_NUMERICAL_NOTE_STRICT_NAN_PROP}. */
  STRICT_NAN_PROP(9);

  private final int code;

  NumericalNote(int code) {
    this.code = code;
  }

  /** The header's value. */
  public int code() {
    return code;
  }

  /** Whether it means that operands are transformed. */
  boolean isTransform() {
    return this == FFT || name().startsWith("WINOGRAD");
  }
}
