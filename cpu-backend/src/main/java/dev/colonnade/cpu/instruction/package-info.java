// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Instructions: for each operation the kernel that runs it, on the vector and on the scalar device.
 */
@NullMarked
package dev.colonnade.cpu.instruction;

import org.jspecify.annotations.NullMarked;
