// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import java.util.Arrays;

/**
 * Tasks as a list kernel reads them ({@link dev.colonnade.tornado.kernel.Steps}), which are run in
 * one launch, and what of them the device holds already: steps that are repeated are sent once.
 */
final class TaskList {
  /** Integers of a task. */
  static final int TASK = 72;

  /** Where its arguments begin. */
  private static final int ARGUMENTS = 8;

  /** The most tasks of a launch. */
  static final int MOST = 1800;

  /**
   * Below so many clocks, roughly, a task is not divided: where other processes want the cores too,
   * groups that wait for each other lose milliseconds.
   */
  private static final long ALONE = 600_000;

  private final int[] tasks = new int[MOST * TASK];
  private int[] held = {};
  private int count;
  private boolean divided;
  private boolean others;
  private boolean pending;

  int count() {
    return count;
  }

  /** Whether a group beside the first has work. */
  boolean isDivided() {
    return divided;
  }

  /**
   * Adds a task.
   *
   * @param arguments of which the first so many are copied
   * @param waits whether it needs what a task since the last barrier has written, or writes what
   *     such a one reads
   * @param workers groups that there are
   */
  void add(
      Kernel kernel,
      int[] arguments,
      int used,
      long x,
      long y,
      long z,
      long operations,
      boolean waits,
      int workers) {
    int header = count * TASK;
    Arrays.fill(tasks, header, header + TASK, 0);
    int units = Math.toIntExact(x * y * z);
    boolean divide = workers > 1 && units > 1 && operations > ALONE;
    // Tasks of the first group alone follow each other by themselves; what they would have waited
    // for, the next that is divided has to.
    boolean due = count > 0 && (waits || pending);
    boolean barrier = due && (others || divide);
    pending = due && !barrier;
    tasks[header] = kernel.ordinal();
    tasks[header + 1] = units;
    tasks[header + 2] = divide ? Math.ceilDiv(units, workers) : units;
    tasks[header + 3] = barrier ? 1 : 0;
    tasks[header + 4] = Math.toIntExact(x);
    tasks[header + 5] = Math.toIntExact(y);
    System.arraycopy(arguments, 0, tasks, header + ARGUMENTS, used);
    others = divide || others && !barrier;
    divided |= divide;
    count++;
  }

  /** An empty task behind a barrier, which is how the engine learns whether groups run at once. */
  void addBarrier() {
    int header = count * TASK;
    Arrays.fill(tasks, header, header + TASK, 0);
    tasks[header + 3] = 1;
    divided = true;
    count++;
  }

  /** The integers of the list. */
  int[] tasks() {
    return tasks;
  }

  /** Whether the device holds this list; what is sent because it does not is remembered. */
  boolean isHeld() {
    int length = count * TASK;
    boolean same = held.length >= length && Arrays.equals(tasks, 0, length, held, 0, length);
    if (!same) {
      held = Arrays.copyOf(tasks, length);
    }
    return same;
  }

  /** The device's memory was made anew. */
  void forget() {
    held = new int[0];
  }

  void clear() {
    count = 0;
    divided = false;
    others = false;
    pending = false;
  }
}
