// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Instructions in plain Java, without the Vector API: all that the scalar device runs, and on the
 * vector device what moves data, works on integers, or is too rare to matter.
 */
@NullMarked
package dev.colonnade.cpu.instruction.plain;

import org.jspecify.annotations.NullMarked;
