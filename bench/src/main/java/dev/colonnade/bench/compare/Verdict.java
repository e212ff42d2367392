// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

/** What can be said of the second side against the first. */
public enum Verdict {
  /** The whole interval lies within the margin. */
  SAME,
  /** The whole interval lies below the margin: the second side takes less time. */
  FASTER,
  /** The whole interval lies above the margin: the second side takes more time. */
  SLOWER,
  /** Anything else: what was measured does not decide it. */
  UNCLEAR;

  /** What it is with the sides exchanged. */
  public Verdict exchanged() {
    return switch (this) {
      case FASTER -> SLOWER;
      case SLOWER -> FASTER;
      case SAME, UNCLEAR -> this;
    };
  }
}
