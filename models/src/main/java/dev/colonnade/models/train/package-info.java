// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Trains a net on a device and keeps what it learns: the epoch loop of the papers, its metrics, its
 * checkpoints, and the evaluation of what came out.
 */
@NullMarked
package dev.colonnade.models.train;

import org.jspecify.annotations.NullMarked;
