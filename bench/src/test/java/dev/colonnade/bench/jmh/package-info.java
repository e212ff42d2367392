// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** JMH benchmarks of single operations, run through the SPI, so that they fit every backend. */
@NullMarked
package dev.colonnade.bench.jmh;

import org.jspecify.annotations.NullMarked;
