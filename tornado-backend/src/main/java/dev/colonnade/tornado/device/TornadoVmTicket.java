// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.device;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.tornado.engine.Engine;
import dev.colonnade.tornado.execute.LoadedProgram;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/** A submission on the engine's thread. TornadoVM does not say what the device itself took. */
final class TornadoVmTicket implements Ticket {
  private final Future<LoadedProgram.Result> future;

  TornadoVmTicket(Future<LoadedProgram.Result> future) {
    this.future = future;
  }

  @Override
  public Outputs await() {
    try {
      return Engine.await(future).outputs();
    } catch (BackendException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new BackendException("a submission failed: " + e, e);
    }
  }

  @Override
  public boolean isDone() {
    return future.isDone();
  }

  @Override
  public OptionalLong deviceNanos() {
    return OptionalLong.empty();
  }

  @Override
  public Optional<Profile> profile() {
    return future.isDone() && future.state() == Future.State.SUCCESS
        ? future.resultNow().profile()
        : Optional.empty();
  }
}
