// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final Buffer BUFFER = new Buffer(0, DType.F32, 1, "x", Buffer.SCRATCH);

  private static Unit unit(int priority) {
    return Unit.copy("unit " + priority, BUFFER, BUFFER, priority);
  }

  @Test
  void theLowestPriorityThatMayRunRunsAndTheListDecidesAmongEquals() {
    Unit late = unit(9);
    Unit early = unit(1);
    Unit alsoEarly = unit(1);
    assertThat(Schedule.order(List.of(late, early, alsoEarly)))
        .containsExactly(early, alsoEarly, late);
  }

  @Test
  void aUnitWaitsForAllThatComeBeforeIt() {
    Unit first = unit(1);
    Unit second = unit(2);
    Unit third = unit(3);
    first.runAfter(second);
    first.runAfter(third);
    first.runAfter(first);
    assertThat(Schedule.order(List.of(first, second, third))).containsExactly(second, third, first);
  }

  @Test
  void aHurriedUnitRunsAsSoonAsItMay() {
    Unit first = unit(1);
    Unit second = unit(2);
    Unit writer = unit(9);
    writer.runAfter(first);
    writer.hurry();
    assertThat(Schedule.order(List.of(first, second, writer)))
        .containsExactly(first, writer, second);
  }

  @Test
  void aCircleIsAnError() {
    Unit a = unit(1);
    Unit c = unit(2);
    a.runAfter(c);
    c.runAfter(a);
    assertThatThrownBy(() -> Schedule.order(List.of(a, c)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wait for each other in a circle");
  }
}
