// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** The SPI's side of the backend: device, session, executable, state, ticket. */
@NullMarked
package dev.colonnade.cuda.device;

import org.jspecify.annotations.NullMarked;
