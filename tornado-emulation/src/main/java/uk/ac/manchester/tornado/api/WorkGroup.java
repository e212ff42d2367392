// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** One group of threads: what they share, and where they wait for each other. */
final class WorkGroup {
  /** Thrown by the first barrier of a kernel whose threads are run one after the other. */
  static final class NeedsThreads extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NeedsThreads() {
      super("a barrier", null, false, false);
    }
  }

  private static final float UNDEFINED = Float.intBitsToFloat(0x7fde10ca);

  /** No group: the context that a task graph is built with. */
  static final WorkGroup NONE = new WorkGroup(1, false);

  private final CyclicBarrier barrier;
  private final boolean threads;
  private final int size;
  private final List<Object> shared = new ArrayList<>();

  /**
   * A group.
   *
   * @param threads whether its threads run at once; if not, they cannot wait for each other
   */
  WorkGroup(int size, boolean threads) {
    this.size = size;
    this.threads = threads;
    barrier = new CyclicBarrier(size);
  }

  void barrier() {
    if (size == 1) {
      return;
    }
    if (!threads) {
      throw new NeedsThreads();
    }
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("a thread of the group ended before the barrier", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at a barrier", e);
    }
  }

  /** Lets those who wait at the barrier fail: one of the threads will never come. */
  void abandon() {
    barrier.reset();
  }

  /** The array of an allocation, the same for all threads of the group. */
  synchronized Object shared(int number, int length, Class<?> element) {
    if (number == shared.size()) {
      if (element == float.class) {
        float[] values = new float[length];
        Arrays.fill(values, UNDEFINED);
        shared.add(values);
      } else {
        int[] values = new int[length];
        Arrays.fill(values, 0x5EADBEEF);
        shared.add(values);
      }
    }
    return shared.get(number);
  }
}
