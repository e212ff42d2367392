// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.bench.record.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProcessFitsTest {
  private static final double[] MACS = {1e3, 1e4, 1e5};

  /** Each process has its own exponent, at all of its points. */
  private static List<SortedMap<Integer, Double>> times(double... exponents) {
    List<SortedMap<Integer, Double>> times = new ArrayList<>();
    for (double macs : MACS) {
      SortedMap<Integer, Double> point = new TreeMap<>();
      for (int process = 0; process < exponents.length; process++) {
        point.put(process, 1e-9 * Math.pow(macs, exponents[process]));
      }
      times.add(point);
    }
    return times;
  }

  private static Measured<Interval> exponents(List<SortedMap<Integer, Double>> times) {
    return ProcessFits.interval(MACS, times, (x, y) -> PowerLaw.of(x, y).map(PowerLaw::exponent));
  }

  @Test
  void ofFewProcessesItIsTheRangeOfTheirOwnFits() {
    Interval interval = exponents(times(0.8, 1.0, 0.9)).asOptional().orElseThrow();
    assertThat(interval.low()).isCloseTo(0.8, within(1e-9));
    assertThat(interval.high()).isCloseTo(1.0, within(1e-9));
    assertThat(interval.confidence()).isEqualTo(0.75);
  }

  @Test
  void ofManyItIsBootstrapped() {
    Interval interval =
        exponents(times(0.8, 0.85, 0.9, 0.9, 0.9, 0.95, 1.0)).asOptional().orElseThrow();
    assertThat(interval.confidence()).isEqualTo(0.95);
    assertThat(interval.method()).contains("bootstrap over 7 processes");
    assertThat(interval.low()).isBetween(0.8, 0.9);
    assertThat(interval.high()).isBetween(0.9, 1.0);
  }

  @Test
  void aProcessThatMissedAPointTakesNoPart() {
    List<SortedMap<Integer, Double>> times = times(0.8, 1.0, 0.9);
    times.getLast().remove(1);
    Interval interval = exponents(times).asOptional().orElseThrow();
    assertThat(interval.high()).isLessThan(0.95);
    times.getFirst().remove(0);
    assertThat(exponents(times).describe()).contains("fewer than two processes");
  }
}
