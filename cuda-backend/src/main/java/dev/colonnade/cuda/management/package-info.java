// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What NVIDIA's management library tells about a device while it works: clocks, power, temperature,
 * throttling, energy. Every number may be missing, and then there is the reason.
 */
@NullMarked
package dev.colonnade.cuda.management;

import org.jspecify.annotations.NullMarked;
