// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Folders of results: where records lie, and the index that tells months later what was run. */
@NullMarked
package dev.colonnade.bench.results;

import org.jspecify.annotations.NullMarked;
