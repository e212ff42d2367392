// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A backend that is awkward on purpose, so that the SPI is proved by more than a CPU: memory that
 * the host cannot touch, a thread of its own that starts late, tickets that complete later still,
 * padded and unaligned private layouts, one arena in which values with disjoint lives share memory.
 *
 * <p>Whatever uses the SPI as if device memory were host memory, as if {@code submit} had read its
 * feeds, or as if a ticket were done when it is handed out, fails here.
 */
@NullMarked
package dev.colonnade.conformance.awkward;

import org.jspecify.annotations.NullMarked;
