// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What one measurement leaves behind: the benchmark record, one JSON line in a versioned schema, in
 * which every field holds a value or says why there is none.
 */
@NullMarked
package dev.colonnade.bench.record;

import org.jspecify.annotations.NullMarked;
