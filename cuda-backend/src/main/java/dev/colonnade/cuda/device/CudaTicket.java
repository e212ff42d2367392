// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.cuda.execute.Submission;
import java.util.Optional;
import java.util.OptionalLong;

/** A submission on the device's stream. */
final class CudaTicket implements Ticket {
  private final CudaSession session;
  private final Submission submission;
  private Optional<BackendException> failure = Optional.empty();

  CudaTicket(CudaSession session, Submission submission) {
    this.session = session;
    this.submission = submission;
  }

  /** Gives the work to the device; what fails here is told by {@link #await}. */
  void start() {
    try {
      session.onDevice(submission::start);
    } catch (BackendException e) {
      failure = Optional.of(e);
    }
  }

  @Override
  public Outputs await() {
    failure.ifPresent(e -> {
      throw e;
    });
    if (!submission.isDone()) {
      finish();
    }
    return submission.outputs();
  }

  private void finish() {
    try {
      session.requireUsable();
      session.onDevice(submission::finish);
    } catch (BackendException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public boolean isDone() {
    if (failure.isPresent() || submission.isDone()) {
      return true;
    }
    try {
      session.requireUsable();
      session.onDevice(() -> session.staging().retireDone());
    } catch (BackendException e) {
      failure = Optional.of(e);
      return true;
    }
    return submission.isDone();
  }

  @Override
  public OptionalLong deviceNanos() {
    return failure.isEmpty() && submission.isDone()
        ? OptionalLong.of(submission.deviceNanos())
        : OptionalLong.empty();
  }

  @Override
  public Optional<Profile> profile() {
    return failure.isEmpty() && submission.isDone() ? submission.profile() : Optional.empty();
  }
}
