// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Composites of this backend alone, and the pass that finds them: a layer of a small net with all
 * that can be done before its results are stored. They are put into a lowered graph, after
 * decomposition, so that no other backend sees them.
 */
@NullMarked
package dev.colonnade.cuda.fusion;

import org.jspecify.annotations.NullMarked;
