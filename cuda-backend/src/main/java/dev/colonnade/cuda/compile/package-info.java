// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** From a lowered graph to launches in order, and an offset for every buffer. */
@NullMarked
package dev.colonnade.cuda.compile;

import org.jspecify.annotations.NullMarked;
