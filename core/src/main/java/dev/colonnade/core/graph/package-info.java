// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The graph: typed values in static single assignment form, built by {@link
 * dev.colonnade.core.graph.GraphBuilder}, checked by the verifier, collected into a {@link
 * dev.colonnade.core.graph.Program} that a backend compiles.
 */
@NullMarked
package dev.colonnade.core.graph;

import org.jspecify.annotations.NullMarked;
