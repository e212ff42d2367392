// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

/** Which of a convolution's three tensors is computed from the other two. */
public enum Direction {
  /** Output from input and filter. */
  FORWARD,
  /** Gradient of the input from filter and gradient of the output. */
  BACKWARD_DATA,
  /** Gradient of the filter from input and gradient of the output. */
  BACKWARD_FILTER
}
