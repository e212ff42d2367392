// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** {@code cudnnTensorFormat_t} of {@code cudnn_graph.h}: the order of elements in memory. */
public enum Layout {
  /** {@code CUDNN_TENSOR_NCHW}: images [n][c][h][w], filters [m][c/groups][r][s]. */
  NCHW(0),
  /** {@code CUDNN_TENSOR_NHWC}: images [n][h][w][c], filters [m][r][s][c/groups]. */
  NHWC(1);

  private final int code;

  Layout(int code) {
    this.code = code;
  }

  /** The header's value. */
  public int code() {
    return code;
  }

  /** Distances between neighbours along (batch, maps, rows, columns), in elements. */
  long[] strides(long maps, long rows, long columns) {
    return switch (this) {
      case NCHW -> new long[] {maps * rows * columns, rows * columns, columns, 1};
      case NHWC -> new long[] {rows * columns * maps, 1, columns * maps, maps};
    };
  }
}
