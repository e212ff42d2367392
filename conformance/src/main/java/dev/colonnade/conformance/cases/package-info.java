// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The cases, family by family: operations, gradients, variables and steps, states, modes and plans,
 * life cycle, training. Free of JUnit. Sizes are small: the oracle is slow, and the edges of
 * kernels are found by odd sizes, not by large ones.
 */
@NullMarked
package dev.colonnade.conformance.cases;

import org.jspecify.annotations.NullMarked;
