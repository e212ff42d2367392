// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import java.util.OptionalLong;

/** Something that is run n times in a row and timed. */
public interface TimedWork {
  /**
   * Runs it, from the call to the completion of the last one seen by the host.
   *
   * @param steps how often, in one submission where there is such a thing
   */
  Ran run(int steps);

  /**
   * How long that took.
   *
   * @param nanos what counts, in ns
   * @param deviceNanos the same by the device's own clock, where it has one
   */
  record Ran(long nanos, OptionalLong deviceNanos) {
    /** By the host's clock alone, which may be too coarse to see any time pass. */
    public static Ran byHost(long nanos) {
      return new Ran(Math.max(1, nanos), OptionalLong.empty());
    }
  }
}
