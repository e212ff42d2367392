// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Instructions in plain Java, without the Vector API: all that the scalar device runs, and on the
 * vector device what moves data, works on integers, or gains nothing by our vectors; there the JIT
 * compiler vectorises what it can, and instructions of independent items are spread over the team.
 */
@NullMarked
package dev.colonnade.cpu.instruction.plain;

import org.jspecify.annotations.NullMarked;
