// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Random streams of the host, named by a seed and a purpose. */
@NullMarked
package dev.colonnade.models.random;

import org.jspecify.annotations.NullMarked;
