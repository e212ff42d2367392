// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import java.util.Locale;

/** How a step of the check ended. */
public enum Outcome {
  /** It ran and found nothing wrong. */
  PASSED,
  /** It ran and found something wrong, or could not do its work. */
  FAILED,
  /** Its process was ended by a signal. */
  CRASHED,
  /** It was still running after its whole time and was killed. */
  HUNG,
  /** The budget ended it before its time was over, or left it none; the next call runs it. */
  CUT,
  /** It cannot run here. */
  SKIPPED;

  /** As it is written. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the next call leaves it as it is. */
  public boolean isFinal() {
    return this != CUT && this != SKIPPED;
  }

  /** Whether the device is to blame. */
  public boolean isBad() {
    return this == FAILED || this == CRASHED || this == HUNG;
  }
}
