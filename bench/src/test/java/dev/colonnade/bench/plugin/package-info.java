// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Plug-ins that tests compile into jars: backends that do what no good one does on demand. */
@NullMarked
package dev.colonnade.bench.plugin;

import org.jspecify.annotations.NullMarked;
