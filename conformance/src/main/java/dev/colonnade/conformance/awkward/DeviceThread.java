// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.core.backend.BackendException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The only thread that may touch a session's device memory, and the one behind it that completes
 * tickets late. Work runs in the order given.
 */
final class DeviceThread implements AutoCloseable {
  private static final long START_DELAY_NANOS = 50_000;
  private static final long COMPLETION_DELAY_NANOS = 150_000;

  private final AtomicReference<Thread> thread = new AtomicReference<>();
  private final ExecutorService work;
  private final ExecutorService completions;

  DeviceThread() {
    work =
        Executors.newSingleThreadExecutor(task -> {
          Thread created = Thread.ofPlatform().daemon().name("awkward-device").unstarted(task);
          thread.set(created);
          return created;
        });
    completions =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("awkward-completions").factory());
    // Starts the thread now, so that its identity is known.
    call(() -> "started");
  }

  Thread thread() {
    Thread known = thread.get();
    if (known == null) {
      throw new IllegalStateException("the device's thread has not started");
    }
    return known;
  }

  /** Runs on the device and waits. */
  <T> T call(Callable<T> task) {
    try {
      return work.submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new BackendException("the awkward device failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while waiting for the awkward device", e);
    }
  }

  /** Runs on the device some time later; the future completes later than the work is done. */
  <T> CompletableFuture<T> later(Callable<T> task) {
    CompletableFuture<T> future = new CompletableFuture<>();
    var _ =
        work.submit(() -> {
          LockSupport.parkNanos(START_DELAY_NANOS);
          try {
            T result = task.call();
            complete(() -> future.complete(result));
          } catch (Exception e) {
            complete(() -> future.completeExceptionally(e));
          }
        });
    return future;
  }

  private void complete(Runnable completion) {
    completions.execute(() -> {
      LockSupport.parkNanos(COMPLETION_DELAY_NANOS);
      completion.run();
    });
  }

  /** Waits for all that was given, then ends. */
  @Override
  public void close() {
    work.shutdown();
    try {
      while (!work.awaitTermination(1, TimeUnit.SECONDS)) {
        Thread.onSpinWait();
      }
      completions.shutdown();
      while (!completions.awaitTermination(1, TimeUnit.SECONDS)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
