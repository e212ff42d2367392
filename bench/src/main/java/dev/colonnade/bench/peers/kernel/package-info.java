// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Single operations of libraries beside ours: matrix products, convolutions and their gradients.
 * The peers speak the same protocol and are run by the same rules as those that train nets.
 */
@NullMarked
package dev.colonnade.bench.peers.kernel;

import org.jspecify.annotations.NullMarked;
