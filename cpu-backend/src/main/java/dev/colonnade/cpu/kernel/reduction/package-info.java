// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Sums and maxima along an axis, cross-entropy of a softmax. */
@NullMarked
package dev.colonnade.cpu.kernel.reduction;

import org.jspecify.annotations.NullMarked;
