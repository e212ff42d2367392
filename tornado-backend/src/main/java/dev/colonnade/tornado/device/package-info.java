// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** The SPI on TornadoVM's devices: the list of them, session, executable, state and ticket. */
@NullMarked
package dev.colonnade.tornado.device;

import org.jspecify.annotations.NullMarked;
