// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Convolution and its two gradients as matrix multiplication with the unfolding done while packing.
 */
@NullMarked
package dev.colonnade.cpu.kernel.convolution;

import org.jspecify.annotations.NullMarked;
