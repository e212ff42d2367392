// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class DescriptiveTest {

  @Test
  void knownValues() {
    assertThat(Descriptive.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Descriptive.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    // R: quantile(c(1, 2, 4, 8), c(0.25, 0.9), type = 7) gives 1.75 and 6.8.
    assertThat(Descriptive.quantile(new double[] {8, 1, 4, 2}, 0.25)).isEqualTo(1.75);
    assertThat(Descriptive.quantile(new double[] {8, 1, 4, 2}, 0.9)).isCloseTo(6.8, within(1e-12));
    // R: mad(c(1, 1, 2, 2, 4, 6, 9)) gives 1.4826.
    assertThat(Descriptive.medianAbsoluteDeviation(new double[] {1, 1, 2, 2, 4, 6, 9}))
        .isCloseTo(1.4826, within(1e-4));
    assertThat(Descriptive.geometricMean(new double[] {1, 10, 100})).isCloseTo(10, within(1e-12));
  }

  @Test
  void listsWithoutStatisticsAreRefused() {
    assertThatThrownBy(() -> Descriptive.median(new double[0])).hasMessageContaining("empty list");
    assertThatThrownBy(() -> Descriptive.median(new double[] {1, Double.NaN}))
        .hasMessageContaining("NaN; finite is expected");
    assertThatThrownBy(() -> Descriptive.geometricMean(new double[] {1, 0}))
        .hasMessageContaining("positive is expected");
    assertThatThrownBy(() -> Descriptive.quantile(new double[] {1}, 1.5))
        .hasMessageContaining("0 to 1 is expected");
  }

  @Property
  void quantilesAreOrderedAndWithinTheValues(
      @ForAll("positive") double[] values,
      @ForAll @DoubleRange(min = 0, max = 1) double p,
      @ForAll @DoubleRange(min = 0, max = 1) double q) {
    double[] before = values.clone();
    double low = Descriptive.quantile(values, Math.min(p, q));
    double high = Descriptive.quantile(values, Math.max(p, q));
    assertThat(low).isLessThanOrEqualTo(high * (1 + 1e-12));
    assertThat(low).isGreaterThanOrEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(high).isLessThanOrEqualTo(Arrays.stream(values).max().orElseThrow());
    assertThat(values).isEqualTo(before);
  }

  @Provide
  Arbitrary<double[]> positive() {
    // Evenly over the decades that clocks give.
    return Arbitraries.doubles()
        .between(-9, 9)
        .map(e -> Math.pow(10, e))
        .array(double[].class)
        .ofMinSize(1)
        .ofMaxSize(40);
  }
}
