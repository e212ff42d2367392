// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * From a node to the launches that run it: which kernel of which source file, how many threads,
 * which parameters. A file here for each file of CUDA C++ beside it in {@code src/main/cuda}.
 */
@NullMarked
package dev.colonnade.cuda.kernel;

import org.jspecify.annotations.NullMarked;
