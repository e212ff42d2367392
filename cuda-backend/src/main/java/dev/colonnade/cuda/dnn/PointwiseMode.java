// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** {@code cudnnPointwiseMode_t} of {@code cudnn_graph.h}, as far as it is used. */
enum PointwiseMode {
  /** {@code CUDNN_POINTWISE_ADD}. */
  ADD(0),
  /** {@code CUDNN_POINTWISE_MUL}. */
  MUL(1),
  /** {@code CUDNN_POINTWISE_RELU_FWD}. */
  RELU_FWD(100),
  /** {@code CUDNN_POINTWISE_TANH_FWD}. */
  TANH_FWD(101),
  /** {@code CUDNN_POINTWISE_SIGMOID_FWD}. */
  SIGMOID_FWD(102);

  private final int code;

  PointwiseMode(int code) {
    this.code = code;
  }

  /** The header's value. */
  int code() {
    return code;
  }
}
