// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What papers and reproductions report, as data with sources and marks. Studies draw it beside what
 * was measured; only what was seen in its source may stand in a headline.
 */
@NullMarked
package dev.colonnade.bench.published;

import org.jspecify.annotations.NullMarked;
