// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Running the kernels before they are needed, so that the JIT compiler has seen every path. */
@NullMarked
package dev.colonnade.cpu.kernel.warmup;

import org.jspecify.annotations.NullMarked;
