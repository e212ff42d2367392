// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  private final LearningRateSchedule schedule = new LearningRateSchedule(0.001, 0.993, 3e-5);

  @Test
  void shrinksByTheFactorAndStopsAtTheFloor() {
    assertThat(schedule.rate(0)).isEqualTo(0.001);
    assertThat(schedule.rate(1)).isCloseTo(0.000993, within(1e-12));
    assertThat(schedule.rate(100)).isCloseTo(0.001 * Math.pow(0.993, 100), within(1e-12));
    // The sheet: 0.001 x 0.993^500 = 2.98e-5, hence the floor of 3e-5 after 500 epochs.
    assertThat(schedule.rate(499)).isGreaterThan(3e-5);
    assertThat(schedule.rate(500)).isEqualTo(3e-5);
    assertThat(schedule.rate(100_000)).isEqualTo(3e-5);
    assertThat(schedule.isAtFloor(499)).isFalse();
    assertThat(schedule.isAtFloor(500)).isTrue();
    assertThat(new LearningRateSchedule(0.1, 0.5, 0).isAtFloor(100_000)).isFalse();
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRateSchedule(0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRateSchedule(0.1, 1.1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRateSchedule(0.1, 1, 0.2));
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.rate(-1));
  }
}
