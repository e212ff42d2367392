// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.bench.record.Measured;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void oneProcessHasNoInterval() {
    Estimate one = Estimate.overProcesses(new double[] {5}, 1);
    assertThat(one.value()).isEqualTo(5);
    assertThat(one.interval().describe()).contains("one process only");
  }

  @Test
  void fewProcessesShowTheirRangeAndItsTrueCoverage() {
    Interval range = interval(Estimate.overProcesses(new double[] {3, 1, 2}, 1));
    assertThat(range.low()).isEqualTo(1);
    assertThat(range.high()).isEqualTo(3);
    assertThat(range.confidence()).isEqualTo(0.75);
  }

  @Property(tries = 100)
  void intervalHoldsTheMedianAndScalesWithTheData(@ForAll("processes") double[] values) {
    Estimate estimate = Estimate.overProcesses(values, 7);
    Interval interval = interval(estimate);
    assertThat(interval.low()).isLessThanOrEqualTo(estimate.value());
    assertThat(interval.high()).isGreaterThanOrEqualTo(estimate.value());
    assertThat(interval.low()).isGreaterThanOrEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(interval.high()).isLessThanOrEqualTo(Arrays.stream(values).max().orElseThrow());
    assertThat(Estimate.overProcesses(values, 7)).isEqualTo(estimate);
    // Powers of two scale without rounding, and the resamples are the same.
    double[] doubled = Arrays.stream(values).map(v -> 2 * v).toArray();
    assertThat(interval(Estimate.overProcesses(doubled, 7))).isEqualTo(interval.times(2));
  }

  /** 400 experiments of 12 processes with a known median: 95 % intervals cover it about 95 %. */
  @Test
  void bootstrapCoversTheMedianAboutAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(3);
    long covered =
        IntStream.range(0, 400)
            .filter(experiment -> {
              double[] values = random.doubles(12, -1, 1).map(Math::exp).toArray();
              Interval interval = interval(Estimate.overProcesses(values, experiment));
              return interval.low() <= 1 && 1 <= interval.high();
            })
            .count();
    assertThat(covered / 400.0).isBetween(0.91, 0.99);
  }

  @Test
  void ratioOfEqualSidesHoldsOne() {
    double[] values = {1.0, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98};
    Estimate ratio = Estimate.ratio(values, values, 5);
    assertThat(ratio.value()).isEqualTo(1);
    assertThat(interval(ratio).low()).isLessThan(1);
    assertThat(interval(ratio).high()).isGreaterThan(1);
  }

  @Test
  void ratioOfFewProcessesIsAsWideAsBothRangesAllow() {
    Estimate ratio = Estimate.ratio(new double[] {8, 10}, new double[] {2, 4}, 5);
    assertThat(ratio.value()).isEqualTo(3);
    assertThat(interval(ratio).low()).isEqualTo(2);
    assertThat(interval(ratio).high()).isEqualTo(5);
    assertThat(interval(ratio).confidence()).isCloseTo(0.25, within(1e-12));
    assertThat(Estimate.ratio(new double[] {8}, new double[] {2, 4}, 5).interval().describe())
        .contains("unavailable");
  }

  @Provide
  Arbitrary<double[]> processes() {
    return Arbitraries.doubles()
        .between(-6, 3)
        .map(e -> Math.pow(10, e))
        .array(double[].class)
        .ofMinSize(6)
        .ofMaxSize(12);
  }

  private static Interval interval(Estimate estimate) {
    if (estimate.interval() instanceof Measured.Value<Interval>(Interval interval)) {
      return interval;
    }
    throw new AssertionError(estimate.interval().describe());
  }
}
