// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Operations: the closed set of primitives every backend runs, and the open set of composites that
 * decompose into them.
 *
 * <p>An operation is a record: its components are its attributes. Its Javadoc is the one place
 * where its meaning is stated; the oracle, the gradient rule and every kernel follow it.
 */
@NullMarked
package dev.colonnade.core.op;

import org.jspecify.annotations.NullMarked;
