// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the skeleton backend. */
@NullMarked
package dev.colonnade.conformance.skeleton;

import org.jspecify.annotations.NullMarked;
