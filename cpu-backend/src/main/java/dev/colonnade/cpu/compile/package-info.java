// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * From a lowered graph to a list of instructions: which nodes need one, in which order they run,
 * which results overwrite a variable or a dying operand in place, and where each buffer lies.
 */
@NullMarked
package dev.colonnade.cpu.compile;

import org.jspecify.annotations.NullMarked;
