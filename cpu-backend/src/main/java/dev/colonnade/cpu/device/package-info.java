// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The SPI's device, session, executable, state and ticket on the CPU, and the memory they account
 * for.
 */
@NullMarked
package dev.colonnade.cpu.device;

import org.jspecify.annotations.NullMarked;
