// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/**
 * Where an executable's plan came from. The time to the first step holds the backend's measurements
 * only if it is {@link #MADE}, and so do the times of a plan's alternatives; records name it.
 *
 * @since SPI 1.1
 */
public enum PlanSource {
  /** Decided by this compilation. */
  MADE,
  /** Decided by an earlier compilation of the same program for the same device, and kept. */
  CACHED,
  /** Given by the caller. */
  GIVEN
}
