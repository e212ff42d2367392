// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Runs studies on devices: one child JVM for each device, study and process, in random order. */
@NullMarked
package dev.colonnade.bench.scaling;

import org.jspecify.annotations.NullMarked;
