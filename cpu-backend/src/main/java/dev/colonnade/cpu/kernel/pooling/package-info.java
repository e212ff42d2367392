// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Max-pooling and average-pooling with their gradients. */
@NullMarked
package dev.colonnade.cpu.kernel.pooling;

import org.jspecify.annotations.NullMarked;
