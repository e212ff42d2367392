// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Runs many steps of an entry as a few submissions, two of them under way at any time, so that the
 * device has the next one when it ends one. How many steps go into a submission follows the
 * measured speed; it changes nothing in the results, as n steps equal n single ones.
 */
final class SteppedRun {
  /** Submissions under way at once, and buffers that feeds may use in turn. */
  static final int DEPTH = 2;

  private static final int FIRST_STEPS = 16;

  /** Makes the feeds of one submission. */
  @FunctionalInterface
  interface Feeder {
    /**
     * Feeds for steps {@code first} to {@code first + steps - 1}.
     *
     * @param buffer which of the {@link #DEPTH} buffers is free to be used
     */
    Feeds feeds(int first, int steps, int buffer);
  }

  /** Takes what a submission returned. */
  @FunctionalInterface
  interface Taker {
    /** Outputs of steps {@code first} to {@code first + steps - 1}; called in order. */
    void take(int first, int steps, Outputs outputs);
  }

  private record Pending(Ticket ticket, int first, int steps) {}

  private final Executable executable;
  private final State state;
  private final Execution execution;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private int buffer;
  private int chunk = FIRST_STEPS;
  private long lastDone;

  SteppedRun(Executable executable, State state, Execution execution) {
    this.executable = executable;
    this.state = state;
    this.execution = execution;
  }

  /**
   * Runs steps {@code first} to {@code limit - 1}, or fewer if {@code pause} says so between
   * submissions (but one submission at least), and waits for them.
   *
   * @return the first step not run
   */
  int run(String entry, int first, int limit, Feeder feeder, Taker taker, BooleanSupplier pause) {
    int next = first;
    lastDone = System.nanoTime();
    while (next < limit && (next == first || !pause.getAsBoolean())) {
      if (pending.size() == DEPTH) {
        takeOldest(taker);
      }
      int steps = Math.min(Math.min(chunk, execution.maxStepsPerSubmission()), limit - next);
      Feeds feeds = feeder.feeds(next, steps, buffer);
      buffer = (buffer + 1) % DEPTH;
      pending.add(new Pending(executable.submit(state, entry, feeds, steps), next, steps));
      next += steps;
    }
    while (!pending.isEmpty()) {
      takeOldest(taker);
    }
    return next;
  }

  private void takeOldest(Taker taker) {
    Pending oldest = pending.remove();
    Outputs outputs = oldest.ticket().await();
    long now = System.nanoTime();
    adapt((now - lastDone) / (double) oldest.steps());
    lastDone = now;
    taker.take(oldest.first(), oldest.steps(), outputs);
  }

  /** At most doubles or halves at once: a single time is no reliable measure. */
  private void adapt(double nanosPerStep) {
    double wanted = execution.submissionTime().toNanos() / Math.max(1, nanosPerStep);
    chunk = (int) Math.max(1, Math.min(2.0 * chunk, Math.max(chunk / 2.0, wanted)));
  }
}
