// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Threads: a fixed team of workers that divides one kernel at a time among its members, with a
 * hand-off cheap enough for kernels that last a few microseconds.
 */
@NullMarked
package dev.colonnade.cpu.team;

import org.jspecify.annotations.NullMarked;
