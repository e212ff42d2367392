// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While open, lets a run save before the JVM ends on Ctrl-C or SIGTERM: a shutdown hook asks the
 * trainer to stop and waits until it is closed. The JVM then ends with the signal's own status (130
 * or 143), whatever the main thread returns: a hook cannot change that.
 */
public final class StopOnShutdown implements AutoCloseable {
  private final Thread hook;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Installs the hook.
   *
   * @param trainer asked to stop
   * @param patience how long the JVM waits for it
   */
  public StopOnShutdown(Trainer trainer, Duration patience) {
    hook =
        new Thread(
            () -> {
              trainer.requestStop();
              try {
                if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                  System.err.println(
                      "the last steps did not end within "
                          + patience.toSeconds()
                          + " s; the checkpoint before them stays");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "save-before-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook runs and now sees that the trainer is done.
      return;
    }
  }
}
