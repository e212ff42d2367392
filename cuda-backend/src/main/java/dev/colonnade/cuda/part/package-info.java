// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** The parts of this backend that can be left out, to find which of them a fault is in. */
@NullMarked
package dev.colonnade.cuda.part;

import org.jspecify.annotations.NullMarked;
