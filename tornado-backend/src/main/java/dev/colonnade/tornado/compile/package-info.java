// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** From an entry's graph to its launches in order, and where each buffer lies. */
@NullMarked
package dev.colonnade.tornado.compile;

import org.jspecify.annotations.NullMarked;
