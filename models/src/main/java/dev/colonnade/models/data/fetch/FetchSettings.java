// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import java.time.Duration;

/**
 * How patient a download is.
 *
 * @param patience how long to wait for a connection, for an answer, or for the next bytes
 * @param attempts how often each address is tried, at least once
 * @param backOff the pause after the first failure; each further one is twice as long
 */
public record FetchSettings(Duration patience, int attempts, Duration backOff) {
  /** 30 seconds of patience, 4 attempts at each address, pauses of 1, 2 and 4 seconds. */
  public static final FetchSettings DEFAULT =
      new FetchSettings(Duration.ofSeconds(30), 4, Duration.ofSeconds(1));

  /** Checks the ranges. */
  public FetchSettings {
    if (!patience.isPositive() || attempts < 1 || backOff.isNegative()) {
      throw new IllegalArgumentException("fetch settings out of range");
    }
  }

  Duration pause(int failures) {
    return backOff.multipliedBy(1L << Math.min(failures - 1, 10));
  }
}
