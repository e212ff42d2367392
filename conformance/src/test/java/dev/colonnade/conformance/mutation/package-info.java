// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Deliberately wrong backends: each must be caught, or the kit proves nothing. */
@NullMarked
package dev.colonnade.conformance.mutation;

import org.jspecify.annotations.NullMarked;
