// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** {@code cudnnBackendAttributeType_t} of {@code cudnn_graph.h}, as far as it is used. */
enum AttributeType {
  /** {@code CUDNN_TYPE_HANDLE}. */
  HANDLE(0),
  /** {@code CUDNN_TYPE_DATA_TYPE}. */
  DATA_TYPE(1),
  /** {@code CUDNN_TYPE_BOOLEAN}. */
  BOOLEAN(2),
  /** {@code CUDNN_TYPE_INT64}. */
  INT64(3),
  /** {@code CUDNN_TYPE_FLOAT}. */
  FLOAT(4),
  /** {@code CUDNN_TYPE_VOID_PTR}. */
  VOID_PTR(6),
  /** {@code CUDNN_TYPE_CONVOLUTION_MODE}. */
  CONVOLUTION_MODE(7),
  /** {@code CUDNN_TYPE_HEUR_MODE}. */
  HEUR_MODE(8),
  /** {@code CUDNN_TYPE_KNOB_TYPE}. */
  KNOB_TYPE(9),
  /** {@code CUDNN_TYPE_NUMERICAL_NOTE}. */
  NUMERICAL_NOTE(11),
  /** {@code CUDNN_TYPE_POINTWISE_MODE}. */
  POINTWISE_MODE(14),
  /** {@code CUDNN_TYPE_BACKEND_DESCRIPTOR}. */
  BACKEND_DESCRIPTOR(15);

  private final int code;

  AttributeType(int code) {
    this.code = code;
  }

  /** The header's value. */
  int code() {
    return code;
  }
}
