// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.team;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that runs one {@link Task} at a time, the caller taking part as member 0.
 *
 * <p>Parts are claimed one by one, in order, by whichever member is free: the caller begins at once
 * and never waits for a member that has not begun, because it then runs that member's parts itself.
 * So a member that sleeps, or that the operating system has put aside, costs a run nothing but its
 * help; with parts dealt out beforehand each run would wait for it. No two parts that run at once
 * have the same number, so scratch memory may be numbered by part. A member out of work spins for
 * {@link #SPIN_NANOS} and then parks, because handing work to a spinning thread costs a fraction of
 * a microsecond and waking a parked one some tens. A dispatch allocates nothing. A team of one runs
 * everything in the caller.
 *
 * <p>Runs do not nest, and only one thread may run tasks at a time; both mistakes are refused.
 */
public final class WorkerTeam implements AutoCloseable {

  /**
   * How long a member without work spins before it parks, in nanoseconds: longer than the stretches
   * of a small net's step in which one thread works alone.
   */
  public static final long SPIN_NANOS = 200_000;

  private static final int SPINS_PER_CLOCK_READING = 32;

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Parts not yet claimed; claiming one is a decrement that succeeds. */
  private final AtomicInteger unclaimed = new AtomicInteger();

  /** Parts not yet ended. */
  private final AtomicInteger unfinished = new AtomicInteger();

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private volatile boolean closed;
  private volatile boolean callerParked;

  // Written by the caller before it sets unclaimed, read by members after they have claimed a part.
  // A claimed part keeps the run from ending, so they cannot change under its reader.
  private @Nullable Task task;
  private int parts;
  private @Nullable Thread caller;

  /**
   * Starts a team.
   *
   * @param size the number of members, the caller included
   * @throws IllegalArgumentException if {@code size} is less than 1
   */
  public WorkerTeam(int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "A worker team needs at least 1 member, the caller itself; asked for " + size + ".");
    }
    workers = new Worker[size - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
    }
    for (Worker worker : workers) {
      worker.thread.start();
    }
  }

  /** Returns the number of members, the caller included. */
  public int size() {
    return workers.length + 1;
  }

  /**
   * Runs all parts of a task and returns when the last one has ended.
   *
   * @param parts the number of parts; 0 does nothing
   * @param task the work; what a part throws is thrown here (the first, the others suppressed in
   *     it) after all parts have ended
   * @throws IllegalArgumentException if {@code parts} is negative
   * @throws IllegalStateException if the team is closed, or is already running a task
   */
  public void run(int parts, Task task) {
    if (parts < 0) {
      throw new IllegalArgumentException("A task has 0 or more parts; given " + parts + ".");
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "This worker team is already running a task: runs do not nest and come from one thread at"
              + " a time. Call run after the current one has returned, or use another team.");
    }
    try {
      if (closed) {
        throw new IllegalStateException(
            "This worker team is closed; run tasks before closing it, or start a new team.");
      }
      if (workers.length == 0 || parts <= 1) {
        for (int part = 0; part < parts; part++) {
          task.run(part, parts);
        }
      } else {
        dispatch(parts, task);
      }
    } finally {
      busy.set(false);
    }
  }

  private void dispatch(int parts, Task task) {
    this.task = task;
    this.parts = parts;
    this.caller = Thread.currentThread();
    unfinished.set(parts);
    unclaimed.set(parts);
    int helpers = Math.min(workers.length, parts - 1);
    for (int i = 0; i < helpers; i++) {
      workers[i].wake();
    }
    runClaimed();
    awaitWorkers();
    this.task = null;
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw WorkerTeam.<RuntimeException>unchecked(thrown);
    }
  }

  /** Claims parts and runs them until none is left; what they throw is kept. */
  private void runClaimed() {
    int left = unclaimed.get();
    while (left > 0) {
      if (unclaimed.compareAndSet(left, left - 1)) {
        int of = parts;
        Task current = task;
        Thread waiting = caller;
        try {
          if (current == null) {
            throw new AssertionError("a part without a task");
          }
          current.run(of - left, of);
        } catch (Throwable thrown) {
          keep(thrown);
        }
        if (unfinished.decrementAndGet() == 0 && callerParked) {
          LockSupport.unpark(waiting);
        }
      }
      left = unclaimed.get();
    }
  }

  /** Keeps the first failure of a run, and the others as suppressed by it. */
  private void keep(Throwable thrown) {
    if (!failure.compareAndSet(null, thrown)) {
      Throwable first = failure.get();
      if (first != null && !first.equals(thrown)) {
        first.addSuppressed(thrown);
      }
    }
  }

  private void awaitWorkers() {
    int spins = 0;
    long deadline = 0;
    while (unfinished.get() > 0) {
      Thread.onSpinWait();
      if (++spins % SPINS_PER_CLOCK_READING != 0) {
        continue;
      }
      long now = System.nanoTime();
      if (deadline == 0) {
        deadline = now + SPIN_NANOS;
      } else if (now - deadline > 0) {
        boolean interrupted = false;
        callerParked = true;
        while (unfinished.get() > 0) {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
        callerParked = false;
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler infers unchecked
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /**
   * Ends the members' threads and waits until they have ended. Closing twice does nothing.
   *
   * @throws IllegalStateException if a task is running
   */
  @Override
  public void close() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "This worker team is running a task and cannot be closed; close it after run has returned.");
    }
    try {
      closed = true;
      boolean interrupted = false;
      for (Worker worker : workers) {
        LockSupport.unpark(worker.thread);
        while (worker.thread.isAlive()) {
          try {
            worker.thread.join();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } finally {
      busy.set(false);
    }
  }

  /** One member other than the caller. */
  private final class Worker implements Runnable {

    private final Thread thread;
    private volatile boolean parked;

    Worker(int member) {
      this.thread = Thread.ofPlatform().daemon().name("colonnade-worker-" + member).unstarted(this);
    }

    /** Wakes it if it is parked; only once, as waking costs the caller microseconds. */
    void wake() {
      if (parked) {
        parked = false;
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      while (awaitWork()) {
        runClaimed();
      }
    }

    /** Waits until there are parts to claim; false when the team is closed. */
    private boolean awaitWork() {
      int spins = 0;
      long deadline = 0;
      while (unclaimed.get() == 0) {
        if (closed) {
          return false;
        }
        Thread.onSpinWait();
        if (++spins % SPINS_PER_CLOCK_READING != 0) {
          continue;
        }
        long now = System.nanoTime();
        if (deadline == 0) {
          deadline = now + SPIN_NANOS;
        } else if (now - deadline > 0) {
          park();
          deadline = 0;
        }
      }
      return true;
    }

    private void park() {
      parked = true;
      // Looked at again after the flag is up: whoever hands out parts sees the flag, or we see
      // them.
      if (unclaimed.get() == 0 && !closed) {
        LockSupport.park(WorkerTeam.this);
        // An interrupt is nobody's message to this thread and would make park return at once.
        boolean ignored = Thread.interrupted();
      }
      parked = false;
    }
  }
}
