// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CompilerRestTest {
  private final AtomicLong clock = new AtomicLong(1_000);
  private final AtomicLong compiled = new AtomicLong(5_000);
  private final CompilerRest rest = new CompilerRest(clock::get, compiled::get);

  private boolean after(long millis, long compiling) {
    clock.addAndGet(millis);
    compiled.addAndGet(compiling);
    return rest.observed();
  }

  @Test
  void restIsKnownOnlyAfterTheWindow() {
    assertThat(rest.observed()).isFalse();
    assertThat(after(CompilerRest.WINDOW_MILLIS - 1, 0)).isFalse();
    assertThat(after(1, 0)).isTrue();
  }

  @Test
  void compilingWithinTheWindowIsNoRest() {
    rest.observed();
    assertThat(after(CompilerRest.WINDOW_MILLIS, 100)).isFalse();
    assertThat(after(CompilerRest.WINDOW_MILLIS / 2, 0)).isFalse();
    assertThat(after(CompilerRest.WINDOW_MILLIS / 2, 10)).as("100 ms are out of sight").isTrue();
    assertThat(after(10, 90)).as("and it begins again").isFalse();
  }

  /** A step may take longer than the window: the reading before it is then what to compare with. */
  @Test
  void longStepsAreLookedBackOnAsAWhole() {
    rest.observed();
    assertThat(after(10 * CompilerRest.WINDOW_MILLIS, 100)).isTrue();
    assertThat(after(10 * CompilerRest.WINDOW_MILLIS, 3_000)).isFalse();
  }

  @Test
  void thisJvmTellsItsCompilersTime() throws InterruptedException {
    CompilerRest own = new CompilerRest();
    boolean resting = own.observed();
    for (int i = 0; i < 600 && !resting; i++) {
      Thread.sleep(50);
      resting = own.observed();
    }
    assertThat(resting).as("a JVM that sleeps for half a minute rests").isTrue();
  }
}
