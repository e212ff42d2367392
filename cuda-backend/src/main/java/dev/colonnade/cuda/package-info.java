// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The CUDA backend: JCuda's driver API for memory, streams and graphs, NVIDIA's libraries bound to
 * what the machine has, and kernels of our own in CUDA C++, compiled by NVRTC for the device at
 * hand. Start at {@link dev.colonnade.cuda.CudaBackendProvider}.
 */
@NullMarked
package dev.colonnade.cuda;

import org.jspecify.annotations.NullMarked;
