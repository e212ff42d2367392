// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** A CUDA machine without hardware, for tests. */
@NullMarked
package dev.colonnade.cuda.emulation;

import org.jspecify.annotations.NullMarked;
