// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Measuring one device in one process: warm-up, samples, limits of the device, error against the
 * oracle. Every number that leaves here was measured in this process.
 */
@NullMarked
package dev.colonnade.bench.measure;

import org.jspecify.annotations.NullMarked;
