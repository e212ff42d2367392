// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether the JVM's compiler is at rest. While it works, the kernels of a device that is written in
 * Java are not yet what they will be, and it takes a core from them: steps of a net that needs all
 * cores then take up to twice as long, steadily enough to look settled.
 */
final class CompilerRest {
  /** Time that is looked back on. */
  static final long WINDOW_MILLIS = 400;

  /** Share of one core up to which the compiler counts as resting: it never ends altogether. */
  static final double RESTING = 0.1;

  private final LongSupplier clockMillis;
  private final LongSupplier compiledMillis;
  private final Deque<Reading> readings = new ArrayDeque<>();

  private record Reading(long at, long compiled) {}

  /** Of this JVM; where it has no compiler that tells its time, always at rest. */
  CompilerRest() {
    this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), compiler());
  }

  /** With a clock and the time spent on compiling since the JVM started, both in ms. */
  CompilerRest(LongSupplier clockMillis, LongSupplier compiledMillis) {
    this.clockMillis = clockMillis;
    this.compiledMillis = compiledMillis;
  }

  private static LongSupplier compiler() {
    CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
    return bean != null && bean.isCompilationTimeMonitoringSupported()
        ? bean::getTotalCompilationTime
        : () -> 0;
  }

  /**
   * Reads the compiler's time, and tells whether it rested between now and the latest reading that
   * is at least the window old. Without such a reading it is not known to rest.
   */
  boolean observed() {
    Reading now = new Reading(clockMillis.getAsLong(), compiledMillis.getAsLong());
    readings.addLast(now);
    Reading old = null;
    while (readings.getFirst().at() <= now.at() - WINDOW_MILLIS) {
      old = readings.removeFirst();
    }
    if (old == null) {
      return false;
    }
    readings.addFirst(old);
    return now.compiled() - old.compiled() <= RESTING * (now.at() - old.at());
  }
}
