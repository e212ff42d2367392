// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** {@code cudnnBackendHeurMode_t} of {@code cudnn_graph.h}, as far as it is used. */
enum HeuristicMode {
  /** {@code CUDNN_HEUR_MODE_A}. */
  A(3),
  /** {@code CUDNN_HEUR_MODE_FALLBACK}. */
  FALLBACK(2);

  private final int code;

  HeuristicMode(int code) {
    this.code = code;
  }

  /** The header's value. */
  int code() {
    return code;
  }
}
