// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.elementwise;

/** The activation functions that a convolution can apply to its output while it is in cache. */
public enum Activation {
  /** y = x. */
  IDENTITY,
  /** y = a tanh(b x). */
  SCALED_TANH,
  /** y = tanh(x). */
  TANH,
  /** y = max(x, 0); NaN stays NaN. */
  RELU,
  /** y = 1 / (1 + e^-x). */
  SIGMOID
}
