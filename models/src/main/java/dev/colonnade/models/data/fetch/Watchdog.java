// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream that has delivered nothing for too long, so that a blocked read returns. */
final class Watchdog implements AutoCloseable {
  private final long patienceNanos;
  private final InputStream watched;
  private final Thread thread;
  private volatile long lastPat = System.nanoTime();
  private volatile boolean bit;

  Watchdog(Duration patience, InputStream watched) {
    this.patienceNanos = patience.toNanos();
    this.watched = watched;
    this.thread = Thread.ofVirtual().name("fetch-watchdog").start(this::watch);
  }

  /** Bytes have arrived. */
  void pat() {
    lastPat = System.nanoTime();
  }

  /** Whether the stream was closed because nothing came. */
  boolean bit() {
    return bit;
  }

  private void watch() {
    try {
      while (true) {
        long left = patienceNanos - (System.nanoTime() - lastPat);
        if (left <= 0) {
          bit = true;
          watched.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the copy is done; this thread ends here
    } catch (IOException e) {
      bit = true; // the stream is closed all the same
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
