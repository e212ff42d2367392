// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where barriers stand in a list of tasks. */
class TaskListTest {
  private static final int WORKERS = 2;
  private static final long LITTLE = 10;
  private static final long MUCH = 1_000_000;

  private final TaskList list = new TaskList();

  private void add(long operations, boolean waits) {
    list.add(Kernel.UNARY_FLOATS, new int[] {7}, 1, 100, 1, 1, operations, waits, WORKERS);
  }

  private int header(int task, int field) {
    return list.tasks()[task * TaskList.TASK + field];
  }

  @Test
  void dividedTasksWaitForWhatTheyDependOn() {
    add(MUCH, true);
    add(MUCH, false);
    add(MUCH, true);
    assertThat(header(0, 3)).as("nothing is before it").isZero();
    assertThat(header(1, 3)).as("independent").isZero();
    assertThat(header(2, 3)).isOne();
    assertThat(header(2, 2)).as("share").isEqualTo(50);
    assertThat(list.isDivided()).isTrue();
  }

  @Test
  void tasksOfOneGroupFollowEachOtherWithoutABarrier() {
    add(LITTLE, true);
    add(LITTLE, true);
    assertThat(header(1, 3)).isZero();
    assertThat(header(1, 2)).as("share").isEqualTo(100);
    assertThat(list.isDivided()).isFalse();
  }

  /** The second waits for the first by itself; the third depends on neither's last barrier. */
  @Test
  void aBarrierThatWasSparedIsOwedByTheNextDividedTask() {
    add(LITTLE, true);
    add(LITTLE, true);
    add(MUCH, false);
    assertThat(header(2, 3)).isOne();
  }

  @Test
  void theSameListIsSentOnce() {
    add(LITTLE, true);
    assertThat(list.isHeld()).isFalse();
    list.clear();
    add(LITTLE, true);
    assertThat(list.isHeld()).isTrue();
    list.clear();
    add(MUCH, true);
    assertThat(list.isHeld()).as("another share").isFalse();
    list.forget();
    assertThat(list.isHeld()).isFalse();
  }
}
