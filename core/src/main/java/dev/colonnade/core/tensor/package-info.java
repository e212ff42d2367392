// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Element types, shapes and host-side tensors: the values that enter and leave a device.
 *
 * <p>Lowest package of core; it knows nothing of operations, graphs or backends.
 */
@NullMarked
package dev.colonnade.core.tensor;

import org.jspecify.annotations.NullMarked;
