// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Records in, pages out: one self-contained HTML file with plots, the same numbers as CSV, and a
 * table for the terminal. Nothing is shown that the records do not hold.
 */
@NullMarked
package dev.colonnade.bench.report;

import org.jspecify.annotations.NullMarked;
