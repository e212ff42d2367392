// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The check of a device: conformance, peaks, scaling, training and a committee, the most valuable
 * first, each step a process of its own whose result is on the disk before the next begins.
 */
@NullMarked
package dev.colonnade.bench.check;

import org.jspecify.annotations.NullMarked;
