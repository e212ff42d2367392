// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Convolutions by NVIDIA's cuDNN behind two narrow interfaces: {@link dev.colonnade.cuda.dnn.Dnn}
 * for its functions of one convolution each, {@link dev.colonnade.cuda.dnn.DnnGraph} for its
 * operation graphs, which know bfloat16 operands and fuse bias and activation.
 *
 * <p>Pooling is deliberately not here: where several inputs of a window are equal, our rule gives
 * the gradient to the first of them, and cuDNN's deterministic pooling promises no such thing.
 */
@NullMarked
package dev.colonnade.cuda.dnn;

import org.jspecify.annotations.NullMarked;
