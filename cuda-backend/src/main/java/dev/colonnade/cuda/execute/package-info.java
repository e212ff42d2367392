// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Running compiled entries: memory, staging of feeds and outputs, graphs of recorded steps, and the
 * guarded and profiled ways to run.
 */
@NullMarked
package dev.colonnade.cuda.execute;

import org.jspecify.annotations.NullMarked;
