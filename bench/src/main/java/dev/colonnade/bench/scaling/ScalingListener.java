// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.record.BenchmarkRecord;

/** Hears of progress. */
public interface ScalingListener {
  /** A child is about to run. */
  default void starting(int job, int jobs, String what) {}

  /** A record arrived and is on disk. */
  default void recorded(BenchmarkRecord record) {}
}
