// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Moving data: strided copies, gathering rows, bilinear sampling. */
@NullMarked
package dev.colonnade.cpu.kernel.movement;

import org.jspecify.annotations.NullMarked;
