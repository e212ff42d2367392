// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Physical layout: where a program's activations are kept with the images innermost, and the
 * operations on them, which are this backend's own.
 */
@NullMarked
package dev.colonnade.cpu.layout;

import org.jspecify.annotations.NullMarked;
