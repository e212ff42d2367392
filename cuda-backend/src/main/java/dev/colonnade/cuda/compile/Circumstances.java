// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.backend.MathMode;

/**
 * What the choice of kernels depends on, beside operations and shapes.
 *
 * @param multiprocessors of the device
 * @param mathMode precision of the operands of products and convolutions
 * @param deterministic whether every run must give the same bits
 * @param tuner chooses by measurement
 */
public record Circumstances(
    int multiprocessors, MathMode mathMode, boolean deterministic, Tuner tuner) {}
