// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Running compiled entries: frames of buffers, instructions, and the loops over steps. */
@NullMarked
package dev.colonnade.cpu.execute;

import org.jspecify.annotations.NullMarked;
