// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the shell script {@code colonnade}, run as a user runs it. */
@NullMarked
package dev.colonnade.bench.launcher;

import org.jspecify.annotations.NullMarked;
