// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Convolution with the channels innermost, [n, h, w, c], for batches too small to fill blocks of
 * images: under a row of the filter the pixels with all their channels are one run of memory.
 */
@NullMarked
package dev.colonnade.cpu.kernel.channelslast;

import org.jspecify.annotations.NullMarked;
