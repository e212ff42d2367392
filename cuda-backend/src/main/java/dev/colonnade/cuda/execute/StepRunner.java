// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Profile;
import java.util.Optional;

/** How the steps of a submission run: replayed, timed one by one, or guarded. */
interface StepRunner {
  /** Runs steps, one after the other, on the compute stream. */
  void run(BoundEntry entry, int steps);

  /** The profile of all steps so far, if they were timed. */
  default Optional<Profile> profile(int steps) {
    return Optional.empty();
  }

  /** Frees what it holds. */
  default void close() {}
}
