// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** The command line: one picocli class for each subcommand. */
@NullMarked
package dev.colonnade.bench.cli;

import org.jspecify.annotations.NullMarked;
