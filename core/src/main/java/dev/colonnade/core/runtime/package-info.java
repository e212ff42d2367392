// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Discovery of backends, and helpers that a backend may use: lifetime planning of memory, argument
 * checks, storage of plans.
 */
@NullMarked
package dev.colonnade.core.runtime;

import org.jspecify.annotations.NullMarked;
