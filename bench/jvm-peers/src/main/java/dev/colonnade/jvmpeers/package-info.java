// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Libraries that a Java program can call instead of ours, as peers: libtorch through DJL for
 * training steps, oneDNN and OpenBLAS through bytedeco for single operations. Part of the build
 * only in the profile {@code jvm-peers}.
 */
@NullMarked
package dev.colonnade.jvmpeers;

import org.jspecify.annotations.NullMarked;
