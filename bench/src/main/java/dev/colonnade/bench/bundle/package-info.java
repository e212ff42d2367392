// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Packs this program with a trimmed Java runtime into a folder and a {@code .tar.xz} that run on a
 * machine with neither JDK nor network.
 */
@NullMarked
package dev.colonnade.bench.bundle;

import org.jspecify.annotations.NullMarked;
