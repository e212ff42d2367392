// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.kernel.Addresses;
import dev.colonnade.cuda.kernel.Instruction;

/**
 * An entry on one state: every address is known, so a step can be recorded once and replayed. Made
 * with the state; running it allocates nothing.
 */
final class BoundEntry {
  private final CompiledEntry entry;
  private final Context context;
  private final Addresses addresses;
  private final long graph;

  /**
   * Binds an entry.
   *
   * @param stream on which the step is recorded; it must be idle
   * @param record whether steps are replayed; guarded and profiled runs go kernel by kernel
   */
  BoundEntry(
      CompiledEntry entry, Context context, Addresses addresses, long stream, boolean record) {
    this.entry = entry;
    this.context = context;
    this.addresses = addresses;
    if (record) {
      context.beginCapture(stream);
      try {
        enqueueStep(stream);
      } finally {
        // Also after a failure: a stream that stays in recording refuses everything.
        graph = context.endCapture(stream);
      }
    } else {
      graph = 0;
    }
  }

  CompiledEntry entry() {
    return entry;
  }

  long address(Buffer buffer) {
    return addresses.of(buffer);
  }

  private void enqueueStep(long stream) {
    entry.fetch().forEach(launch -> launch.enqueue(context, addresses, stream));
    for (CompiledEntry.Work work : entry.work()) {
      enqueue(work, stream);
    }
    entry.advance().enqueue(context, addresses, stream);
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

  /** Runs the recorded step. */
  void replay(long stream) {
    context.launchGraph(graph, stream);
  }

  void close() {
    if (graph != 0) {
      context.destroyGraph(graph);
    }
  }
}
