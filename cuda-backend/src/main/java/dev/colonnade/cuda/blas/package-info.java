// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Matrix products by NVIDIA's cuBLAS and cuBLASLt behind two narrow interfaces: {@link
 * dev.colonnade.cuda.blas.Blas} leaves the choice of the algorithm to the library, {@link
 * dev.colonnade.cuda.blas.BlasLt} lists candidates for the caller to measure, and fuses bias and
 * activation.
 */
@NullMarked
package dev.colonnade.cuda.blas;

import org.jspecify.annotations.NullMarked;
