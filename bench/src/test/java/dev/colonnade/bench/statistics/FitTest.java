// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class FitTest {

  private static final double[] MACS = {2e5, 7e5, 2e6, 8e6, 5e7, 2e8};

  @Property(tries = 200)
  void exactLinesAreRecovered(
      @ForAll @DoubleRange(min = -6, max = -3) double overheadDecade,
      @ForAll @DoubleRange(min = 9, max = 13) double rateDecade) {
    double overhead = Math.pow(10, overheadDecade);
    double rate = Math.pow(10, rateDecade);
    double[] seconds = Arrays.stream(MACS).map(m -> overhead + m / rate).toArray();
    AffineFit fit = AffineFit.of(MACS, seconds).asOptional().orElseThrow();
    assertThat(fit.largestRelativeResidual()).isLessThan(1e-6);
    assertThat(fit.secondsFor(1e7))
        .isCloseTo(overhead + 1e7 / rate, within(1e-6 * overhead + 1e-12));
  }

  @Test
  void noisyLineLiesWithinTheIntervals() {
    SplittableRandom random = new SplittableRandom(11);
    int overheadCovered = 0;
    int rateCovered = 0;
    for (int experiment = 0; experiment < 200; experiment++) {
      double[] seconds =
          Arrays.stream(MACS)
              .map(m -> (40e-6 + m / 1e12) * (1 + 0.02 * random.nextGaussian()))
              .toArray();
      AffineFit fit = AffineFit.of(MACS, seconds).asOptional().orElseThrow();
      Interval overhead = fit.overheadInterval().asOptional().orElseThrow();
      Interval rate = fit.rateInterval().asOptional().orElseThrow();
      overheadCovered += overhead.low() <= 40e-6 && 40e-6 <= overhead.high() ? 1 : 0;
      rateCovered += rate.low() <= 1e12 && 1e12 <= rate.high() ? 1 : 0;
    }
    assertThat(overheadCovered / 200.0).isBetween(0.88, 0.995);
    assertThat(rateCovered / 200.0).isBetween(0.88, 0.995);
  }

  @Test
  void unfitPointsSayWhy() {
    assertThat(AffineFit.of(new double[] {1, 2}, new double[] {1, 2}).describe())
        .contains("three different amounts");
    assertThat(AffineFit.of(new double[] {1, 2, 3}, new double[] {3, 2, 1}).describe())
        .contains("does not grow");
    assertThat(PowerLaw.of(new double[] {1, 1, 2}, new double[] {3, 2, 1}).describe())
        .contains("three different amounts");
    assertThatThrownBy(() -> PowerLaw.of(new double[] {1, 2, 0}, new double[] {1, 2, 3}))
        .hasMessageContaining("positive finite");
    assertThatThrownBy(() -> AffineFit.of(new double[] {1}, new double[] {1, 2}))
        .hasMessageContaining("equal counts");
  }

  @Property(tries = 200)
  void exactPowersAreRecovered(@ForAll @DoubleRange(min = 0.1, max = 2.5) double exponent) {
    double[] seconds = Arrays.stream(MACS).map(m -> 3e-9 * Math.pow(m, exponent)).toArray();
    PowerLaw law = PowerLaw.of(MACS, seconds).asOptional().orElseThrow();
    assertThat(law.exponent()).isCloseTo(exponent, within(1e-9));
    assertThat(PowerLaw.local(MACS, seconds))
        .hasSize(MACS.length - 1)
        .allSatisfy(local -> assertThat(local.exponent()).isCloseTo(exponent, within(1e-9)));
  }

  /** The sheet's own arithmetic: 111, 248, 532, 875 s at 100, 200, 300, 400 maps. */
  @Test
  void localExponentsOfThePublishedSeries() {
    assertThat(PowerLaw.local(new double[] {400, 100, 300, 200}, new double[] {875, 111, 532, 248}))
        .extracting(local -> Math.round(local.exponent() * 100) / 100.0)
        .containsExactly(1.16, 1.88, 1.73);
  }
}
