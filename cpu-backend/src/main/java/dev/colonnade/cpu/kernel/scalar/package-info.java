// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The same operations as plain loops on one thread, for the scalar device and as a second opinion
 * in tests.
 */
@NullMarked
package dev.colonnade.cpu.kernel.scalar;

import org.jspecify.annotations.NullMarked;
