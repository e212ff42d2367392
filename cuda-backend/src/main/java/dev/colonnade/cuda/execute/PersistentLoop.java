// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.driver.LaunchShape;
import dev.colonnade.cuda.kernel.Addresses;
import dev.colonnade.cuda.kernel.KernelLibrary;
import dev.colonnade.cuda.kernel.Tasks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A bound entry's steps in one launch: its list of tasks in device memory, and the barrier. */
final class PersistentLoop {
  /** Threads of a block of {@code persistent.cu}. */
  private static final int THREADS = 256;

  private static final int BARRIER_BYTES = 256;

  /** {@code sizeof(PersistentParams)}. */
  private static final int PARAMETER_BYTES = 32;

  private final Context context;
  private final DeviceMemory memory;
  private final Tasks tasks;
  private final long function;
  private final long barrier;
  private final long list;
  private final int blocks;

  /**
   * Puts the list of tasks into device memory.
   *
   * @param multiprocessors of the device
   */
  PersistentLoop(
      Context context,
      DeviceMemory memory,
      Staging staging,
      KernelLibrary library,
      int multiprocessors,
      Tasks tasks,
      Addresses addresses) {
    this.context = context;
    this.memory = memory;
    this.tasks = tasks;
    function = library.function("persistent", "persistent");
    long resident = (long) multiprocessors * context.residentBlocks(function, THREADS, 0);
    blocks = (int) Math.max(1, Math.min(Math.min(resident, multiprocessors), tasks.mostBlocks()));
    barrier = memory.allocate(BARRIER_BYTES + tasks.byteSize(), "the tasks of an entry");
    list = barrier + BARRIER_BYTES;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment host = arena.allocate(tasks.byteSize(), 16);
      tasks.write(host, list, addresses);
      staging.upload(list, host);
    }
  }

  /** Steps of one launch: the barrier counts arrivals in 31 bits. */
  int mostSteps() {
    return (int) Math.max(1, Integer.MAX_VALUE / ((long) Math.max(1, tasks.levels()) * blocks) - 1);
  }

  /** Launches so many steps. */
  void run(int steps, long stream) {
    context.fill(barrier, (byte) 0, BARRIER_BYTES, stream);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment parameters = arena.allocate(PARAMETER_BYTES, 8);
      parameters.set(ValueLayout.JAVA_LONG, 0, list);
      parameters.set(ValueLayout.JAVA_LONG, 8, barrier);
      parameters.set(ValueLayout.JAVA_LONG, 16, steps);
      parameters.set(ValueLayout.JAVA_INT, 24, tasks.count());
      context.launch(function, LaunchShape.linear(blocks, THREADS), parameters, true, stream);
    }
  }

  void close() {
    memory.free(barrier);
  }
}
