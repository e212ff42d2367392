// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs a kernel over a grid: its threads one after the other, or, as soon as one of them meets a
 * barrier, each group's threads at once. A kernel must change nothing outside its group before its
 * first barrier, as it is begun again there.
 */
final class Launch {
  private Launch() {}

  /** Runs the kernel; every thread gets a context that knows where it is. */
  static void run(WorkerGrid grid, Consumer<KernelContext> kernel) {
    long[] global = grid.getGlobalWork();
    long[] local = grid.getLocalWork();
    for (int axis = 0; axis < 3; axis++) {
      if (local[axis] < 1 || global[axis] % local[axis] != 0) {
        throw new IllegalArgumentException(
            "CL_INVALID_WORK_GROUP_SIZE: " + global[axis] + " threads in groups of " + local[axis]);
      }
    }
    boolean threads = false;
    boolean backwards = Boolean.getBoolean("tornado.emulation.backwards");
    long groups = global[0] / local[0] * (global[1] / local[1]) * (global[2] / local[2]);
    if (groups > 1 && groups <= EmulatedMachine.COMPUTE_UNITS && size(local) == 1) {
      side(grid, (int) groups, kernel);
      return;
    }
    for (long each = 0; each < groups; each++) {
      long group = backwards ? groups - 1 - each : each;
      long[] place = {
        group % (global[0] / local[0]),
        group / (global[0] / local[0]) % (global[1] / local[1]),
        group / (global[0] / local[0]) / (global[1] / local[1])
      };
      if (!threads) {
        try {
          oneByOne(grid, place, local, kernel, backwards);
          continue;
        } catch (WorkGroup.NeedsThreads e) {
          threads = true;
        }
      }
      atOnce(grid, place, local, kernel);
    }
  }

  /** No more groups than compute units run at once, so that they can wait for each other. */
  private static void side(WorkerGrid grid, int groups, Consumer<KernelContext> kernel) {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(groups)) {
      for (int group = 0; group < groups; group++) {
        long[] local = grid.getLocalWork();
        long across = grid.getGlobalWork()[0] / local[0];
        long down = grid.getGlobalWork()[1] / local[1];
        KernelContext context = new KernelContext(new WorkGroup(1, false));
        context.moveTo(
            grid,
            new long[] {group % across, group / across % down, group / across / down},
            localId(local, 0));
        running.add(executor.submit(() -> kernel.accept(context)));
      }
      join(running);
    }
  }

  private static int size(long[] local) {
    return Math.toIntExact(local[0] * local[1] * local[2]);
  }

  private static int[] localId(long[] local, int thread) {
    return new int[] {
      (int) (thread % local[0]),
      (int) (thread / local[0] % local[1]),
      (int) (thread / local[0] / local[1])
    };
  }

  private static void oneByOne(
      WorkerGrid grid,
      long[] place,
      long[] local,
      Consumer<KernelContext> kernel,
      boolean backwards) {
    int size = size(local);
    KernelContext context = new KernelContext(new WorkGroup(size, false));
    for (int each = 0; each < size; each++) {
      context.moveTo(grid, place, localId(local, backwards ? size - 1 - each : each));
      kernel.accept(context);
    }
  }

  private static void atOnce(
      WorkerGrid grid, long[] place, long[] local, Consumer<KernelContext> kernel) {
    int size = size(local);
    WorkGroup group = new WorkGroup(size, true);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < size; thread++) {
        KernelContext context = new KernelContext(group);
        context.moveTo(grid, place, localId(local, thread));
        running.add(
            executor.submit(() -> {
              try {
                kernel.accept(context);
              } catch (RuntimeException | Error e) {
                group.abandon();
                throw e;
              }
            }));
      }
      join(running);
    }
  }

  private static void join(List<Future<?>> running) {
    try {
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a kernel's thread failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a kernel", e);
    }
  }
}
