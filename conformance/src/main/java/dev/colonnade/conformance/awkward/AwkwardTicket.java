// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Ticket;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A submission that completes some time after the device is through with it. */
final class AwkwardTicket implements Ticket {
  /**
   * What the device reports.
   *
   * @param outputs the entry's outputs
   * @param nanos by the device's clock
   * @param profile if profiled
   */
  record Result(Outputs outputs, long nanos, Optional<Profile> profile) {}

  private final CompletableFuture<Result> future;

  AwkwardTicket(CompletableFuture<Result> future) {
    this.future = future;
  }

  @Override
  public Outputs await() {
    try {
      return future.get().outputs();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BackendException failure) {
        throw failure;
      }
      throw new BackendException("the submission failed on awkward:0: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while waiting for awkward:0", e);
    }
  }

  @Override
  public boolean isDone() {
    return future.isDone();
  }

  private Optional<Result> result() {
    return future.state() == Future.State.SUCCESS
        ? Optional.of(future.resultNow())
        : Optional.empty();
  }

  @Override
  public OptionalLong deviceNanos() {
    return result().map(done -> OptionalLong.of(done.nanos())).orElseGet(OptionalLong::empty);
  }

  @Override
  public Optional<Profile> profile() {
    return result().flatMap(Result::profile);
  }
}
