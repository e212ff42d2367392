// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** The CPU backend: pure Java on the Vector API, and a scalar one-thread device. */
@NullMarked
package dev.colonnade.cpu;

import org.jspecify.annotations.NullMarked;
