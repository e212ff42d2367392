// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What a session holds of the JVM's heap, which is the CPU's device memory here. What will not fit
 * is refused before it is allocated, with both numbers and the remedy.
 */
final class MemoryBudget {
  private final String device;
  private final AtomicLong inUse = new AtomicLong();

  MemoryBudget(String device) {
    this.device = device;
  }

  /** Bytes held now. */
  long inUse() {
    return inUse.get();
  }

  /**
   * Allocates and counts.
   *
   * @param bytes what the allocation takes
   * @param what for the message, for example {@code the variables of a state}
   * @throws OutOfDeviceMemoryException if the heap cannot hold it; nothing is counted then
   */
  <T> T allocate(long bytes, String what, Supplier<T> allocation) {
    requireFree(bytes, what);
    try {
      T result = allocation.get();
      inUse.addAndGet(bytes);
      return result;
    } catch (OutOfMemoryError e) {
      throw new OutOfDeviceMemoryException(message(bytes, what, free()), e);
    }
  }

  /** Refuses what the heap cannot hold. */
  void requireFree(long bytes, String what) {
    if (bytes > free()) {
      // Garbage counts as used until it is collected.
      System.gc();
      long free = free();
      if (bytes > free) {
        throw new OutOfDeviceMemoryException(message(bytes, what, free));
      }
    }
  }

  /** Gives back what {@link #allocate} counted. */
  void release(long bytes) {
    inUse.addAndGet(-bytes);
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  private String message(long bytes, String what, long free) {
    long wanted = Runtime.getRuntime().maxMemory() - free + bytes;
    return device
        + " needs "
        + mebibytes(bytes)
        + " for "
        + what
        + ", but only "
        + mebibytes(free)
        + " of the JVM's heap of "
        + mebibytes(Runtime.getRuntime().maxMemory())
        + " are free; give the JVM a larger heap, for example COLONNADE_JAVA_OPTS=-Xmx"
        + Math.ceilDiv(wanted + wanted / 8, 1L << 30)
        + "g, or use a smaller batch or net";
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
