// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Kernels on activations with a block of images innermost, [n / block, h, w, c, block]: a vector
 * holds one element of many images, so that no image is too small and no channel count too odd.
 */
@NullMarked
package dev.colonnade.cpu.kernel.batched;

import org.jspecify.annotations.NullMarked;
