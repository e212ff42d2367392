// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Matrix multiplication: packed panels, register-blocked micro-kernels, and the matrix-vector
 * forms.
 */
@NullMarked
package dev.colonnade.cpu.kernel.gemm;

import org.jspecify.annotations.NullMarked;
