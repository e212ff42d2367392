// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Instructions on the Vector API kernels, with the work divided over a team of threads. */
@NullMarked
package dev.colonnade.cpu.instruction.vector;

import org.jspecify.annotations.NullMarked;
