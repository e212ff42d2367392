// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Submitting allocates for the submission, never for a step. */
final class AllocationTest {
  private static final int STEPS = 300;
  private static final long PATIENCE_NANOS = 90_000_000_000L;

  @Test
  void aStepAllocatesNothingOnceTheCompilerIsDone() {
    // Until the vector code is compiled, its vectors are objects.
    assertThat(bytesPerStepAfterWarmUp(TestDevices.vector(1))).isZero();
  }

  @Test
  void aPlainStepAllocatesNothing() {
    assertThat(bytesPerStepAfterWarmUp(TestDevices.plain())).isZero();
  }

  private static long bytesPerStepAfterWarmUp(Device device) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Set<Long> before = sessionThreads(device);
    try (Session session = device.open()) {
      Set<Long> mine = sessionThreads(device);
      mine.removeAll(before);
      assertThat(mine).hasSize(1);
      long thread = mine.iterator().next();
      Executable executable = session.compile(SmallNet.program(1), CompileOptions.DEFAULT);
      State state = SmallNet.state(executable, 1);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      long perStep;
      do {
        long few = allocated(threads, thread, executable, state, 1);
        long many = allocated(threads, thread, executable, state, 1 + STEPS);
        perStep = (many - few) / STEPS;
      } while (perStep != 0 && System.nanoTime() < deadline);
      return perStep;
    }
  }

  private static long allocated(
      ThreadMXBean threads, long thread, Executable executable, State state, int steps) {
    long before = threads.getThreadAllocatedBytes(thread);
    executable.submit(state, "train", SmallNet.feeds(1, steps), steps).await();
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  private static Set<Long> sessionThreads(Device device) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("colonnade-" + device.id() + "-session-"))
        .map(Thread::threadId)
        .collect(Collectors.toSet());
  }
}
