// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WorkerTeamTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void everyPartRunsOnce(int size) {
    try (WorkerTeam team = new WorkerTeam(size)) {
      for (int parts = 0; parts < 20; parts++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(parts);
        int expected = parts;
        team.run(
            parts,
            (part, of) -> {
              assertThat(of).isEqualTo(expected);
              runs.incrementAndGet(part);
            });
        for (int part = 0; part < parts; part++) {
          assertThat(runs.get(part)).as("part %d of %d", part, parts).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void theOthersTakeThePartsOfAMemberThatIsHeldUp() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      for (int i = 0; i < 20; i++) {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger byCaller = new AtomicInteger();
        Thread caller = Thread.currentThread();
        // Parts dealt out beforehand would leave half of them to the member that waits: a deadlock.
        team.run(
            8,
            (part, parts) -> {
              if (Thread.currentThread().equals(caller)) {
                await(held);
                byCaller.incrementAndGet();
              } else {
                held.countDown();
                while (byCaller.get() < parts - 1) {
                  Thread.onSpinWait();
                }
              }
            });
        assertThat(byCaller.get()).isEqualTo(7);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writesOfAllMembersAreSeenAfterManyShortRunsAndPauses() throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(3)) {
      int[] counts = new int[3 * 64];
      for (int i = 0; i < 3000; i++) {
        team.run(3, (part, parts) -> counts[part * 64]++);
        if (i % 500 == 0) {
          // Long enough for the members to park.
          Thread.sleep(5);
        }
      }
      assertThat(counts[0]).isEqualTo(3000);
      assertThat(counts[64]).isEqualTo(3000);
      assertThat(counts[128]).isEqualTo(3000);
    }
  }

  @Test
  void theCallerWaitsForASlowMember() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      int[] done = new int[1];
      team.run(
          2,
          (part, parts) -> {
            if (part == 1) {
              long end = System.nanoTime() + 20_000_000;
              while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
              }
              done[0] = 1;
            }
          });
      assertThat(done[0]).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatAPartThrowsIsThrownByRunAndTheTeamWorksOn(int size) {
    try (WorkerTeam team = new WorkerTeam(size)) {
      int last = size - 1;
      assertThatThrownBy(() ->
              team.run(
                  size,
                  (part, parts) -> {
                    if (part == last) {
                      throw new ArithmeticException("part " + part);
                    }
                  }))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("part " + last);
      int[] ran = new int[size];
      team.run(size, (part, parts) -> ran[part] = 1);
      assertThat(ran).containsOnly(1);
    }
  }

  @Test
  void severalFailuresAreKept() {
    try (WorkerTeam team = new WorkerTeam(3)) {
      assertThatThrownBy(() ->
              team.run(
                  3,
                  (part, parts) -> {
                    throw new IllegalStateException("part " + part);
                  }))
          .satisfies(thrown -> {
            List<String> messages = new ArrayList<>(List.of(thrown.getMessage()));
            for (Throwable other : thrown.getSuppressed()) {
              messages.add(other.getMessage());
            }
            assertThat(messages).containsExactlyInAnyOrder("part 0", "part 1", "part 2");
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nestedRunsAreRefused(int size) {
    try (WorkerTeam team = new WorkerTeam(size)) {
      assertThatThrownBy(() -> team.run(1, (part, parts) -> team.run(1, (p, ps) -> {})))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("already running");
    }
  }

  @Test
  void aClosedTeamRefusesAndItsThreadsEnd() {
    WorkerTeam team = new WorkerTeam(2);
    AtomicReference<Thread> member = new AtomicReference<>();
    Thread caller = Thread.currentThread();
    team.run(
        2,
        (part, parts) -> {
          if (Thread.currentThread().equals(caller)) {
            while (member.get() == null) {
              Thread.onSpinWait();
            }
          } else {
            member.set(Thread.currentThread());
          }
        });
    assertThat(member.get().isDaemon()).isTrue();
    team.close();
    team.close();
    assertThat(member.get().isAlive()).isFalse();
    assertThatThrownBy(() -> team.run(1, (part, parts) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void sizesAndPartsAreChecked() {
    assertThatThrownBy(() -> new WorkerTeam(0)).isInstanceOf(IllegalArgumentException.class);
    try (WorkerTeam team = new WorkerTeam(1)) {
      assertThatThrownBy(() -> team.run(-1, (part, parts) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
