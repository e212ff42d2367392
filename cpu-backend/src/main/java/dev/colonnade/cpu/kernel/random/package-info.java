// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Counter-based random numbers, many blocks at a time. */
@NullMarked
package dev.colonnade.cpu.kernel.random;

import org.jspecify.annotations.NullMarked;
