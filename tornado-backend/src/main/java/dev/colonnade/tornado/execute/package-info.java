// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Running compiled entries: memory, feeds and outputs, and the ways a step can be run. */
@NullMarked
package dev.colonnade.tornado.execute;

import org.jspecify.annotations.NullMarked;
