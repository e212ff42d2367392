// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.cpu.execute.Entry;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A submission on its way through the session's thread. */
final class CpuTicket implements Ticket {
  /**
   * What came of it.
   *
   * @param result outputs and profile
   * @param nanos time on the session's thread
   */
  record Outcome(Entry.Result result, long nanos) {}

  /** A hand-off through a parked thread costs some tens of microseconds; short steps end sooner. */
  private static final long SPIN_NANOS = 20_000;

  private final CompletableFuture<Outcome> future;

  CpuTicket(CompletableFuture<Outcome> future) {
    this.future = future;
  }

  @Override
  public Outputs await() {
    return outcome().result().outputs();
  }

  private Outcome outcome() {
    long deadline = System.nanoTime() + SPIN_NANOS;
    while (!future.isDone() && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    try {
      return future.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof BackendException failure) {
        throw failure;
      }
      throw new BackendException("a submission failed: " + cause, cause);
    }
  }

  @Override
  public boolean isDone() {
    return future.isDone();
  }

  @Override
  public OptionalLong deviceNanos() {
    return succeeded() ? OptionalLong.of(future.join().nanos()) : OptionalLong.empty();
  }

  @Override
  public Optional<Profile> profile() {
    return succeeded() ? future.join().result().profile() : Optional.empty();
  }

  private boolean succeeded() {
    return future.isDone() && !future.isCompletedExceptionally();
  }
}
