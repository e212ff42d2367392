// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the awkward backend. */
@NullMarked
package dev.colonnade.conformance.awkward;

import org.jspecify.annotations.NullMarked;
