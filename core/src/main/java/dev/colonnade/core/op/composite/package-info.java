// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Composites that come with core; each carries its decomposition and, where it pays, a gradient.
 */
@NullMarked
package dev.colonnade.core.op.composite;

import org.jspecify.annotations.NullMarked;
