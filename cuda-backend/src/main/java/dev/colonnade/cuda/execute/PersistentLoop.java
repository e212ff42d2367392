// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.driver.LaunchShape;
import dev.colonnade.cuda.driver.MostCluster;
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

  /** Beside the 12 KiB that tasks share, a block gets so much without asking for more. */
  private static final int MOST_SHARED_BYTES = 32 << 10;

  private final Context context;
  private final DeviceMemory memory;
  private final Tasks tasks;
  private final StepLoop.Kind kind;
  private final long function;
  private final long barrier;
  private final long list;
  private final int blocks;
  private final int sharedBytes;

  /**
   * Puts the list of tasks into device memory.
   *
   * @param multiprocessors of the device
   * @param loop grid or cluster, with how many blocks
   */
  PersistentLoop(
      Context context,
      DeviceMemory memory,
      Staging staging,
      KernelLibrary library,
      int multiprocessors,
      Tasks tasks,
      Addresses addresses,
      StepLoop loop) {
    this.context = context;
    this.memory = memory;
    this.tasks = tasks;
    kind = loop.kind();
    sharedBytes = sharedBytes(tasks);
    function = function(library, kind);
    blocks = blocks(context, library, multiprocessors, tasks, loop);
    barrier = memory.allocate(BARRIER_BYTES + tasks.byteSize(), "the tasks of an entry");
    list = barrier + BARRIER_BYTES;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment host = arena.allocate(tasks.byteSize(), 16);
      tasks.write(host, addresses);
      staging.upload(list, host);
    }
  }

  private static long function(KernelLibrary library, StepLoop.Kind kind) {
    return library.function(
        "persistent", kind == StepLoop.Kind.CLUSTER ? "persistent_cluster" : "persistent");
  }

  private static int sharedBytes(Tasks tasks) {
    return tasks.byteSize() <= MOST_SHARED_BYTES ? (int) tasks.byteSize() : 0;
  }

  private static int blocks(
      Context context, KernelLibrary library, int multiprocessors, Tasks tasks, StepLoop loop) {
    if (loop.kind() != StepLoop.Kind.CLUSTER) {
      return loop.blocks() > 0
          ? loop.blocks()
          : mostBlocks(context, library, multiprocessors, tasks);
    }
    MostCluster most = mostCluster(context, library, tasks);
    if (most.blocks() < Math.max(1, loop.blocks())) {
      throw new BackendException(
          "a step cannot run as a "
              + loop.algorithm()
              + ": "
              + most.whyNotMore()
              + "; compile without the plan to make a new one");
    }
    return loop.blocks() > 0 ? loop.blocks() : most.blocks();
  }

  /** The most blocks of a grid: resident at once, and not more than the widest task has. */
  static int mostBlocks(Context context, KernelLibrary library, int multiprocessors, Tasks tasks) {
    long resident =
        (long) multiprocessors
            * context.residentBlocks(
                function(library, StepLoop.Kind.PERSISTENT), THREADS, sharedBytes(tasks));
    return (int) Math.max(1, Math.min(Math.min(resident, multiprocessors), tasks.mostBlocks()));
  }

  /** The most blocks of a cluster. */
  static MostCluster mostCluster(Context context, KernelLibrary library, Tasks tasks) {
    return context.mostCluster(
        () -> function(library, StepLoop.Kind.CLUSTER), THREADS, sharedBytes(tasks));
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
      parameters.set(ValueLayout.JAVA_INT, 28, sharedBytes);
      LaunchShape shape = new LaunchShape(blocks, 1, 1, THREADS, sharedBytes);
      if (kind == StepLoop.Kind.CLUSTER) {
        context.launchCluster(function, shape, parameters, stream);
      } else {
        context.launch(function, shape, parameters, true, stream);
      }
    }
  }

  void close() {
    memory.free(barrier);
  }
}
