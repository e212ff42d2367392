// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Peers beside our devices: each in fresh processes, in random order, checked against each other
 * before anything is timed, and the table of what came out.
 */
@NullMarked
package dev.colonnade.bench.peers;

import org.jspecify.annotations.NullMarked;
