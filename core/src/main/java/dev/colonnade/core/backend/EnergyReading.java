// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** A reading of an energy counter, or why there is none. */
public sealed interface EnergyReading {
  /**
   * A counter's value; differences of two readings count.
   *
   * @param joules since an arbitrary start
   * @param boundary what is included, for example {@code GPU board (NVML)} or {@code CPU package
   *     (RAPL)}
   */
  record Counter(double joules, String boundary) implements EnergyReading {}

  /**
   * There is no counter.
   *
   * @param reason one sentence
   */
  record Unavailable(String reason) implements EnergyReading {}
}
