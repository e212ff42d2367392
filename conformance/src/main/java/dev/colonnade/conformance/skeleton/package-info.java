// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A backend meant to be copied: primitives only, one kernel at a time, in a handful of short files
 * whose comments teach the contract. {@code docs/writing-a-backend.md} walks through it.
 *
 * <p>Read in this order: {@code SkeletonProvider}, {@code SkeletonDevice}, {@code SkeletonSession},
 * {@code SkeletonExecutable}, {@code EntryRunner}, {@code KernelTable}, {@code SkeletonState},
 * {@code SkeletonTicket}, {@code DeviceMemory}. Its kernels are the conformance oracle's, rounded
 * to fp32: correct, and far too slow for anything else. Yours go into a {@code KernelTable}.
 */
@NullMarked
package dev.colonnade.conformance.skeleton;

import org.jspecify.annotations.NullMarked;
