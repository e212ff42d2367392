// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.team;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that runs one {@link Task} at a time, the caller taking part as member 0.
 *
 * <p>The division is static: of {@code parts} parts, member {@code i} of the {@code w = min(size,
 * parts)} members in action runs the parts from {@code i * parts / w} to {@code (i + 1) * parts / w
 * - 1}, in order. A run with {@code parts <= size()} therefore gives every part a thread of its
 * own, so that scratch memory may be numbered by part. A member out of work spins for {@link
 * #SPIN_NANOS} and then parks, because handing work to a spinning thread costs a fraction of a
 * microsecond and waking a parked one some tens. A dispatch allocates nothing. A team of one runs
 * everything in the caller.
 *
 * <p>Runs do not nest, and only one thread may run tasks at a time; both mistakes are refused.
 */
public final class WorkerTeam implements AutoCloseable {

  /** How long a member without work spins before it parks, in nanoseconds. */
  public static final long SPIN_NANOS = 50_000;

  private static final int SPINS_PER_CLOCK_READING = 32;

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean closed;
  private volatile boolean callerParked;

  // Written by the caller before the tickets are handed out and read by workers after they see
  // theirs.
  private @Nullable Task task;
  private int parts;
  private int membersInAction;
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
   * @param task the work; what it throws in any member is thrown here (the first by member number,
   *     the others suppressed in it) after all members have stopped
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
      int members = Math.min(size(), parts);
      if (members <= 1) {
        for (int part = 0; part < parts; part++) {
          task.run(part, parts);
        }
      } else {
        dispatch(members, parts, task);
      }
    } finally {
      busy.set(false);
    }
  }

  private void dispatch(int members, int parts, Task task) {
    this.task = task;
    this.parts = parts;
    this.membersInAction = members;
    this.caller = Thread.currentThread();
    unfinished.set(members - 1);
    for (int i = 0; i < members - 1; i++) {
      workers[i].handTicket();
    }
    Throwable failure = null;
    try {
      runShare(0, members, parts, task);
    } catch (Throwable thrown) {
      failure = thrown;
    }
    awaitWorkers();
    this.task = null;
    for (int i = 0; i < members - 1; i++) {
      Throwable thrown = workers[i].failure;
      workers[i].failure = null;
      if (thrown != null) {
        if (failure == null) {
          failure = thrown;
        } else if (!failure.equals(thrown)) {
          failure.addSuppressed(thrown);
        }
      }
    }
    if (failure != null) {
      throw WorkerTeam.<RuntimeException>unchecked(failure);
    }
  }

  private static void runShare(int member, int members, int parts, Task task) {
    int from = (int) ((long) member * parts / members);
    int to = (int) ((long) (member + 1) * parts / members);
    for (int part = from; part < to; part++) {
      task.run(part, parts);
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

    private final int member;
    private final Thread thread;
    private volatile int ticket;
    private volatile boolean parked;
    private @Nullable Throwable failure;

    Worker(int member) {
      this.member = member;
      this.thread = Thread.ofPlatform().daemon().name("colonnade-worker-" + member).unstarted(this);
    }

    // Only the caller writes the ticket, so the increment needs no atomicity.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void handTicket() {
      ticket++;
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      int done = 0;
      while (awaitTicket(done)) {
        done++;
        Task current = task;
        if (current == null) {
          throw new AssertionError("a ticket without a task");
        }
        try {
          runShare(member, membersInAction, parts, current);
        } catch (Throwable thrown) {
          failure = thrown;
        }
        Thread waiting = caller;
        if (unfinished.decrementAndGet() == 0 && callerParked) {
          LockSupport.unpark(waiting);
        }
      }
    }

    /** Waits for the ticket after number {@code done}; false when the team is closed. */
    private boolean awaitTicket(int done) {
      int spins = 0;
      long deadline = 0;
      while (ticket == done) {
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
          parked = true;
          while (ticket == done && !closed) {
            LockSupport.park(WorkerTeam.this);
            // An interrupt is nobody's message to this thread and would make park return at once.
            boolean ignored = Thread.interrupted();
          }
          parked = false;
        }
      }
      return true;
    }
  }
}
