// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * TornadoVM as a device that holds memory and launches kernels. This package and {@code kernel} are
 * all that touches its API.
 */
@NullMarked
package dev.colonnade.tornado.engine;

import org.jspecify.annotations.NullMarked;
