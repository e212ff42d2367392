// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Ticket;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A submission that is done already: with outputs, or with what went wrong. */
final class SkeletonTicket implements Ticket {
  private final Outputs outputs;
  private final Optional<Profile> profile;
  private final @Nullable BackendException failure;

  SkeletonTicket(Outputs outputs, Optional<Profile> profile) {
    this.outputs = outputs;
    this.profile = profile;
    this.failure = null;
  }

  SkeletonTicket(BackendException failure) {
    this.outputs = new Outputs(Map.of());
    this.profile = Optional.empty();
    this.failure = failure;
  }

  @Override
  public Outputs await() {
    if (failure != null) {
      throw failure;
    }
    return outputs;
  }

  @Override
  public boolean isDone() {
    return true;
  }

  @Override
  public OptionalLong deviceNanos() {
    // Empty where the device has no clock of its own; never the host's wall time.
    return OptionalLong.empty();
  }

  @Override
  public Optional<Profile> profile() {
    return profile;
  }
}
