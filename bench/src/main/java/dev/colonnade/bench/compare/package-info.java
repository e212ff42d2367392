// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Comparison of two sets of records: which fields must be equal, which pairs of points that leaves,
 * and what the times of each pair allow to be said. What is unlike is refused, not explained away.
 */
@NullMarked
package dev.colonnade.bench.compare;

import org.jspecify.annotations.NullMarked;
