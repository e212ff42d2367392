// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** The JUnit 5 adapter: a backend's tests extend one class and implement one method. */
@NullMarked
package dev.colonnade.conformance.junit;

import org.jspecify.annotations.NullMarked;
