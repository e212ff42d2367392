// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reverse-mode gradients, graph to graph: a table with one rule for each primitive. Backends never
 * differentiate anything.
 */
@NullMarked
package dev.colonnade.core.autodiff;

import org.jspecify.annotations.NullMarked;
