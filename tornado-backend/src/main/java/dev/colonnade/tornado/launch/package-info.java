// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** From a node to the launches that compute it: which kernel, its arguments, how many threads. */
@NullMarked
package dev.colonnade.tornado.launch;

import org.jspecify.annotations.NullMarked;
