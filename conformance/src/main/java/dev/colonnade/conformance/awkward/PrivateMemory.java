// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A block of native memory confined to the device's thread: the host cannot read it, not even by
 * mistake. It begins one byte behind any alignment.
 */
final class PrivateMemory {
  private static final int CROOKED = 1;

  private final Arena arena;
  private final MemorySegment memory;
  private final AtomicLong account;

  /** Allocates and poisons; on the device's thread. */
  @SuppressWarnings("MustBeClosedChecker") // free() closes it.
  PrivateMemory(long bytes, AtomicLong account) {
    this.account = account;
    this.arena = Arena.ofConfined();
    this.memory = arena.allocate(bytes + CROOKED, 64).asSlice(CROOKED, bytes);
    memory.fill(PaddedLayout.POISON);
    account.addAndGet(memory.byteSize());
  }

  MemorySegment memory() {
    return memory;
  }

  /** Gives the memory back; on the device's thread. */
  void free() {
    if (arena.scope().isAlive()) {
      account.addAndGet(-memory.byteSize());
      arena.close();
    }
  }
}
