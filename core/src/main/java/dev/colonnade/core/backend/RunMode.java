// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** How an executable runs its steps. */
public enum RunMode {
  /** As fast as it can. */
  NORMAL,
  /**
   * With canaries around every buffer, and buffers filled with NaN (or a pattern) before each step,
   * so that a kernel that writes outside, reads what it should not, or does not run at all, is
   * caught: {@code await} throws {@link GuardViolationException}.
   */
  GUARDED,
  /**
   * Kernel by kernel, each timed; the profile is in the outputs. Slower, so never the source of a
   * benchmark record.
   */
  PROFILED
}
