// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * From the units of work that {@code core.runtime.flow} finds in a lowered graph to a list of
 * instructions: the kernel and the workspaces of each, and where each buffer lies.
 */
@NullMarked
package dev.colonnade.cpu.compile;

import org.jspecify.annotations.NullMarked;
