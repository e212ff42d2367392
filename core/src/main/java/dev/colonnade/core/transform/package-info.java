// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Passes from graph to graph: simplification, common subexpressions, fusion into composites,
 * decomposition into what a backend claims, dead code. Each leaves a verified graph.
 */
@NullMarked
package dev.colonnade.core.transform;

import org.jspecify.annotations.NullMarked;
