// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Facts about the computer, the Java machine and the build, as records state them. Gathered on
 * demand, without network.
 */
@NullMarked
package dev.colonnade.bench.environment;

import org.jspecify.annotations.NullMarked;
