// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A session's own thread: it runs submissions one after the other, so that {@code submit} returns
 * at once and the order is that of the calls. It is also member 0 of the session's worker team.
 */
final class SubmissionThread implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final LinkedTransferQueue<Runnable> queue = new LinkedTransferQueue<>();
  private final Thread thread;
  private boolean running = true;

  SubmissionThread(String device) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("colonnade-" + device + "-session-" + COUNT.incrementAndGet())
            .start(this::serve);
  }

  private void serve() {
    while (running) {
      try {
        queue.take().run();
      } catch (InterruptedException e) {
        // Nobody has a message for this thread; it ends by a task that says so.
      }
    }
  }

  /** Runs {@code task} after all that was given before; its failure is in the future. */
  <T> CompletableFuture<T> submit(Supplier<T> task) {
    CompletableFuture<T> future = new CompletableFuture<>();
    queue.add(() -> {
      try {
        future.complete(task.get());
      } catch (Throwable thrown) {
        future.completeExceptionally(thrown);
      }
    });
    return future;
  }

  /** Whether this thread may read and write a caller's memory. */
  boolean mayAccess(MemorySegment segment) {
    return segment.isAccessibleBy(thread);
  }

  /** Returns when all that was given before has run. */
  void drain() {
    submit(() -> true).join();
  }

  /** Runs what was given before, then ends. */
  @Override
  public void close() {
    submit(
            () -> {
              running = false;
              return true;
            })
        .join();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
