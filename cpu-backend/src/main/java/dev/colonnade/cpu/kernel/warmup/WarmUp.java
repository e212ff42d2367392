// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.warmup;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Runs the kernels of a training step on small shapes, once in a JVM, until the JIT compiler is
 * done with them.
 *
 * <p>Uncompiled, a vector kernel is some hundred times slower, because each vector is an object.
 * And a kernel compiled for the paths that one net takes is thrown away when the next net takes
 * another (a last tile of another height, a depth of more than one block, a row that ends inside a
 * vector), to be interpreted until it has been compiled again: the same net ran three times slower
 * behind another one than alone, for as long as a second. So all paths are taken here before any
 * kernel is compiled, in turn, that none looks rare.
 *
 * <p>What is compiled allocates nothing, and what is not allocates its vectors: the warm-up ends
 * when a round allocates less than a fiftieth of what the first one did, or after {@link
 * #PATIENCE_NANOS}. The compiler then goes on beside the work with what little is left.
 */
public final class WarmUp {

  /**
   * Name of the system property that, set to {@code false}, leaves the warm-up out; the first
   * thousands of steps are then slow.
   */
  public static final String PROPERTY = "colonnade.cpu.warmUp";

  /** After so long it ends in any case, in nanoseconds. */
  public static final long PATIENCE_NANOS = 5_000_000_000L;

  /** The share of the first round's allocations below which a round counts as compiled. */
  private static final int COMPILED_SHARE = 50;

  /** Loading the class runs it; the JVM sees to it that this happens once. */
  private static final class Once {
    private static final long NANOS = run(WarmUpKernels.all());
  }

  private static final class LogicalOnce {
    private static final long NANOS = run(WarmUpKernels.logical());
  }

  private static final class SinglesOnce {
    private static final long NANOS = run(WarmUpKernels.singles());
  }

  private static final class BlocksOnce {
    private static final long NANOS = run(WarmUpKernels.blocks());
  }

  private WarmUp() {}

  /**
   * Warms up, or waits for a thread that does; from the second time on it returns at once.
   *
   * @return how long the warm-up of this JVM took, in nanoseconds; 0 if it was left out
   */
  public static long once() {
    return Once.NANOS;
  }

  /** As {@link #once}, for convolution in logical order. */
  public static long logicalOnce() {
    return LogicalOnce.NANOS;
  }

  /** As {@link #once}, for the kernels on images with the channels innermost. */
  public static long singlesOnce() {
    return SinglesOnce.NANOS;
  }

  /** As {@link #once}, for the kernels on whole blocks of images. */
  public static long blocksOnce() {
    return BlocksOnce.NANOS;
  }

  private static long run(List<Runnable> kernels) {
    if (!Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
      return 0;
    }
    long start = System.nanoTime();
    long first = allocated(kernels);
    while (allocated(kernels) * COMPILED_SHARE > first
        && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.onSpinWait();
    }
    return System.nanoTime() - start;
  }

  /**
   * Runs a round and returns the bytes it allocated; where the JVM does not count, always the same.
   */
  private static long allocated(List<Runnable> kernels) {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
        || !threads.isThreadAllocatedMemorySupported()) {
      kernels.forEach(Runnable::run);
      return 1;
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < kernels.size(); i++) {
      kernels.get(i).run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
