// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The oracle: every operation in double precision by naive loops, independent of any backend. It is
 * written to be read beside the operations' Javadoc, not to be fast.
 */
@NullMarked
package dev.colonnade.conformance.oracle;

import org.jspecify.annotations.NullMarked;
