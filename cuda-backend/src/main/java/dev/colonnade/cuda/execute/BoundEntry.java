// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.kernel.Addresses;
import dev.colonnade.cuda.kernel.Instruction;
import dev.colonnade.cuda.kernel.Launch;
import java.util.Optional;

/**
 * An entry on one state: every address is known, so a step can be recorded once and replayed, or
 * given to the persistent kernel. Made with the state; running it allocates nothing.
 */
final class BoundEntry {
  private final CompiledEntry entry;
  private final Context context;
  private final Addresses addresses;
  private final Optional<PersistentLoop> persistent;
  private long graph;

  /**
   * Binds an entry.
   *
   * @param persistent the way to run it without graph, or empty to record one or to go kernel by
   *     kernel
   */
  BoundEntry(
      CompiledEntry entry,
      Context context,
      Addresses addresses,
      Optional<PersistentLoop> persistent) {
    this.entry = entry;
    this.context = context;
    this.addresses = addresses;
    this.persistent = persistent;
  }

  /** Records a step for {@link #run}; the stream must be idle. */
  void record(long stream) {
    context.beginCapture(stream);
    try {
      enqueueFetch(stream);
      for (CompiledEntry.Work work : entry.work()) {
        enqueue(work, stream);
      }
      enqueueAdvance(stream);
    } catch (RuntimeException | Error e) {
      giveUp(stream, e);
      throw e;
    }
    graph = context.endCapture(stream);
  }

  /** A stream that stays in recording refuses everything; but the first failure is what counts. */
  private void giveUp(long stream, Throwable cause) {
    try {
      context.destroyGraph(context.endCapture(stream));
    } catch (BackendException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether a step calls NVIDIA's libraries. */
  boolean callsLibraries() {
    return entry.work().stream().anyMatch(BoundEntry::callsLibraries);
  }

  private static boolean callsLibraries(CompiledEntry.Work work) {
    return work.instructions().stream().anyMatch(each -> !(each instanceof Launch));
  }

  /**
   * Calls the libraries once without recording, on whatever is in memory: what they load and set up
   * at their first call may not be recorded. It overwrites variables.
   */
  void warmUp(long stream) {
    entry.work().stream().filter(BoundEntry::callsLibraries).forEach(work -> enqueue(work, stream));
    context.synchronize(stream);
  }

  CompiledEntry entry() {
    return entry;
  }

  long address(Buffer buffer) {
    return addresses.of(buffer);
  }

  /** Gives one kernel's instructions to the stream. */
  void enqueue(CompiledEntry.Work work, long stream) {
    for (Instruction instruction : work.instructions()) {
      instruction.enqueue(context, addresses, stream);
    }
  }

  void enqueueFetch(long stream) {
    entry.fetch().forEach(launch -> launch.enqueue(context, addresses, stream));
  }

  void enqueueAdvance(long stream) {
    entry.advance().enqueue(context, addresses, stream);
  }

  /** The most steps of one {@link #run}. */
  int mostSteps() {
    return persistent.map(PersistentLoop::mostSteps).orElse(Integer.MAX_VALUE);
  }

  /** Runs steps: by the persistent kernel, or by replaying the recorded one. */
  void run(int steps, long stream) {
    if (persistent.isPresent()) {
      persistent.get().run(steps, stream);
      return;
    }
    for (int step = 0; step < steps; step++) {
      context.launchGraph(graph, stream);
    }
  }

  void close() {
    persistent.ifPresent(PersistentLoop::close);
    if (graph != 0) {
      context.destroyGraph(graph);
      graph = 0;
    }
  }
}
