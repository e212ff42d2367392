// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How results are judged: error bounds derived from element type, math mode, reduction length and
 * the functions' own bounds, applied to the largest single error and to the normalised mean square.
 */
@NullMarked
package dev.colonnade.conformance.judge;

import org.jspecify.annotations.NullMarked;
