// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** {@code cudnnDataType_t} of {@code cudnn_graph.h}, as far as it is used. */
public enum DataType {
  /** {@code CUDNN_DATA_FLOAT}: binary32. */
  FLOAT(0),
  /** {@code CUDNN_DATA_BFLOAT16}. */
  BFLOAT16(9);

  private final int code;

  DataType(int code) {
    this.code = code;
  }

  /** The header's value. */
  public int code() {
    return code;
  }
}
