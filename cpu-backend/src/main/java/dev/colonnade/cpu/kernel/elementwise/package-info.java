// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Element-wise arithmetic and functions, with stated error bounds. */
@NullMarked
package dev.colonnade.cpu.kernel.elementwise;

import org.jspecify.annotations.NullMarked;
