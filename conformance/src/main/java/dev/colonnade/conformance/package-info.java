// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a backend must prove. {@link dev.colonnade.conformance.Conformance} runs seeded cases on a
 * device and compares with the oracle; it is free of JUnit, so the command line runs the same cases
 * as a backend's tests do.
 */
@NullMarked
package dev.colonnade.conformance;

import org.jspecify.annotations.NullMarked;
