// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Sums, maxima and their positions along an axis, softmax and cross-entropy. */
@NullMarked
package dev.colonnade.cpu.kernel.reduction;

import org.jspecify.annotations.NullMarked;
