// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.Optional;
import java.util.OptionalLong;

/** A submission under way. */
public interface Ticket {
  /**
   * Waits for the submission and returns its outputs; again on a second call.
   *
   * @throws BackendException if it failed, which leaves the variables of its state undefined (see
   *     {@link State}); a {@link DeviceLostException} if the device is gone
   */
  Outputs await();

  /** Whether {@link #await} would return at once. */
  boolean isDone();

  /**
   * Nanoseconds that the device spent on it, without queueing and host work, once done; empty where
   * the device has no clock of its own that says so.
   */
  OptionalLong deviceNanos();

  /** Time of each kernel, once done, if compiled as {@link RunMode#PROFILED}. */
  Optional<Profile> profile();
}
