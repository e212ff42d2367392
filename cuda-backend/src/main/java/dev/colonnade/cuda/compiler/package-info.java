// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Compiles CUDA C++ on the machine that runs it, for the device at hand: {@link
 * dev.colonnade.cuda.compiler.NvrtcCompiler} by NVIDIA's NVRTC, {@link
 * dev.colonnade.cuda.compiler.CachingCompiler} with results kept on disk.
 */
@NullMarked
package dev.colonnade.cuda.compiler;

import org.jspecify.annotations.NullMarked;
