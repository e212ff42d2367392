// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** What all test runs share: a skipped test prints why, and jqwik reports failures only. */
@NullMarked
package dev.colonnade.testing;

import org.jspecify.annotations.NullMarked;
