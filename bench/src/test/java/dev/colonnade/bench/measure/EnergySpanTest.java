// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Energy;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.EnergyReading;
import org.junit.jupiter.api.Test;

class EnergySpanTest {
  private long nanos;
  private EnergyReading reading = new EnergyReading.Counter(100, "board", 0.1);

  private EnergySpan begin() {
    return new EnergySpan(() -> reading, () -> nanos);
  }

  @Test
  void differencesOfTheCounterOverIntervalAndImages() {
    EnergySpan span = begin();
    span.add(1000);
    span.add(500);
    nanos = 2_000_000_000L;
    reading = new EnergyReading.Counter(700, "board", 0.1);
    assertThat(span.isTooShort()).isFalse();
    assertThat(span.end()).isEqualTo(Measured.of(new Energy(600, 2, 1500, "board")));
    Energy energy = span.end().asOptional().orElseThrow();
    assertThat(energy.joulesPerImage()).isEqualTo(0.4);
    assertThat(energy.watts()).isEqualTo(300);
  }

  @Test
  void anIntervalOfFewUpdatesIsToldAsTooShort() {
    EnergySpan span = begin();
    span.add(1);
    nanos = 1_900_000_000L;
    reading = new EnergyReading.Counter(700, "board", 0.1);
    assertThat(span.isTooShort()).isTrue();
    assertThat(span.end().describe())
        .isEqualTo(
            "unavailable: the counter of board moves every 0.100 s, so 2.00 s are needed, and the"
                + " point left time for 1.90 s");
  }

  @Test
  void aCounterThatStandsStillGivesNothing() {
    EnergySpan span = begin();
    span.add(1);
    nanos = 3_000_000_000L;
    assertThat(span.end().describe())
        .isEqualTo("unavailable: the counter of board did not move in 3.00 s");
  }

  @Test
  void withoutACounterNothingIsWaitedFor() {
    reading = new EnergyReading.Unavailable("no meter");
    EnergySpan span = begin();
    assertThat(span.isTooShort()).isFalse();
    assertThat(span.end()).isEqualTo(Measured.unavailable("no meter"));
  }

  @Test
  void aCounterThatIsLostMeanwhileIsTold() {
    EnergySpan span = begin();
    reading = new EnergyReading.Unavailable("the device is lost");
    assertThat(span.end()).isEqualTo(Measured.unavailable("the device is lost"));
  }
}
