// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.bench.record.Measured;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the verdicts promise, on invented times. */
class VerdictTest {
  /** Processes of the preset {@code paper}. */
  private static final int PAPER = 10;

  private static double[] times(
      SplittableRandom random, int processes, double median, double scatter) {
    double[] times = new double[processes];
    for (int i = 0; i < processes; i++) {
      times[i] = median * Math.exp(scatter * random.nextGaussian());
    }
    return times;
  }

  @Property(tries = 60)
  void exchangedSidesGiveTheExchangedVerdict(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int processesA,
      @ForAll @IntRange(min = 1, max = 12) int processesB,
      @ForAll @DoubleRange(min = 0.8, max = 1.25) double slowness,
      @ForAll @IntRange(min = 1, max = 500) int scatterInTenThousandths) {
    double scatter = 1e-4 * scatterInTenThousandths;
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = times(random, processesA, 1e-3, scatter);
    double[] b = times(random, processesB, 1e-3 * slowness, scatter);
    TimeRatio there = MedianRatio.of(a, b);
    TimeRatio back = MedianRatio.of(b, a);
    assertThat(back).isEqualTo(there.exchanged());
    assertThat(back.verdict(0.02)).isEqualTo(there.verdict(0.02).exchanged());
  }

  @Property(tries = 25)
  void theWholeIsAntisymmetricToo(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int processes,
      @ForAll @DoubleRange(min = 0.9, max = 1.1) double slowness) {
    SplittableRandom random = new SplittableRandom(seed);
    Side a = ComparedRecords.run("a", processes, 1, 0.01, random);
    Side b = ComparedRecords.run("b", processes, slowness, 0.01, random);
    Comparer comparer = new Comparer(Set.of(), 0.02);
    Comparison.Overall there = overall(comparer.compare(a, b));
    Comparison.Overall back = overall(comparer.compare(b, a));
    assertThat(back.verdict()).isEqualTo(there.verdict().exchanged());
    assertThat(back.ratio()).isEqualTo(there.ratio().exchanged());
  }

  private static Comparison.Overall overall(Comparison comparison) {
    return comparison.overall().asOptional().orElseThrow();
  }

  /** Of equal distributions, at most one in twenty is called different on either side. */
  @Test
  void equalDistributionsAreHardlyEverCalledDifferent() {
    SplittableRandom random = new SplittableRandom(2012);
    for (double scatter : new double[] {0.005, 0.02, 0.05}) {
      for (int processes : new int[] {3, PAPER}) {
        int faster = 0;
        int slower = 0;
        for (int i = 0; i < 200; i++) {
          switch (MedianRatio.of(
                  times(random, processes, 1, scatter), times(random, processes, 1, scatter))
              .verdict(0.02)) {
            case FASTER -> faster++;
            case SLOWER -> slower++;
            default -> {}
          }
        }
        assertThat(faster).as("faster at %s, %s", scatter, processes).isLessThanOrEqualTo(10);
        assertThat(slower).as("slower at %s, %s", scatter, processes).isLessThanOrEqualTo(10);
      }
    }
  }

  /** A difference of exactly the margin is called the same in one of twenty at most. */
  @Test
  void theEndOfTheMarginIsHardlyEverCalledTheSame() {
    SplittableRandom random = new SplittableRandom(2013);
    for (double scatter : new double[] {0.005, 0.01}) {
      int same = 0;
      for (int i = 0; i < 400; i++) {
        if (MedianRatio.of(times(random, PAPER, 1, scatter), times(random, PAPER, 1.02, scatter))
                .verdict(0.02)
            == Verdict.SAME) {
          same++;
        }
      }
      // 5 % are 20; a bootstrap of ten processes comes to a little more.
      assertThat(same).as("at scatter %s", scatter).isLessThanOrEqualTo(40);
    }
  }

  @Test
  void fivePercentAreSlowerInThePaperPresetAndNeverFaster() {
    SplittableRandom random = new SplittableRandom(2014);
    int slower = 0;
    for (int i = 0; i < 200; i++) {
      Verdict verdict =
          MedianRatio.of(times(random, PAPER, 1, 0.01), times(random, PAPER, 1.05, 0.01))
              .verdict(0.02);
      assertThat(verdict).isNotIn(Verdict.FASTER, Verdict.SAME);
      slower += verdict == Verdict.SLOWER ? 1 : 0;
    }
    assertThat(slower).isGreaterThanOrEqualTo(195);
  }

  @Test
  void aWholeRunOfThePaperPresetThatIsFivePercentSlowerIsSlower() {
    SplittableRandom random = new SplittableRandom(2015);
    for (int i = 0; i < 10; i++) {
      Comparison comparison =
          new Comparer(Set.of(), 0.02)
              .compare(
                  ComparedRecords.run("a", PAPER, 1, 0.02, random),
                  ComparedRecords.run("b", PAPER, 1.05, 0.02, random));
      assertThat(overall(comparison).verdict()).isEqualTo(Verdict.SLOWER);
      assertThat(comparison.points()).noneMatch(p -> p.verdict() == Verdict.FASTER);
    }
  }

  @Test
  void twoQuietRunsOfThreeProcessesAreTheSame() {
    Comparison comparison =
        new Comparer(Set.of(), 0.02)
            .compare(ComparedRecords.quiet("a"), ComparedRecords.quiet("b"));
    assertThat(overall(comparison).verdict()).isEqualTo(Verdict.SAME);
    assertThat(comparison.points()).allMatch(p -> p.verdict() == Verdict.SAME);
  }

  @Test
  void oneProcessDecidesNothing() {
    assertThat(MedianRatio.of(new double[] {1}, new double[] {9}).verdict(0.02))
        .isEqualTo(Verdict.UNCLEAR);
    assertThat(MedianRatio.of(new double[] {1, 1.1}, new double[] {9, 9.1}).verdict(0.02))
        .as("two on each side cover with two thirds only")
        .isEqualTo(Verdict.UNCLEAR);
  }

  /** Published table of U: 3 and 3 leave 2 of 20 orders outside, 4 and 4 with two ends 4 of 70. */
  @Test
  void theExactDistributionIsMannAndWhitneys() {
    double[] three = MannWhitney.distribution(3, 3);
    assertThat(three[0]).isEqualTo(1 / 20.0);
    double[] four = MannWhitney.distribution(4, 4);
    assertThat(four[1]).isEqualTo(2 / 70.0);
    assertThat(four[8]).isGreaterThan(0.5);
    assertThat(four[16]).isEqualTo(1);
    TimeRatio extremes = MedianRatio.of(new double[] {1, 2, 3}, new double[] {10, 20, 30});
    assertThat(extremes.interval().asOptional().orElseThrow().confidence())
        .isCloseTo(0.9, within(1e-12));
    assertThat(extremes.interval().asOptional().orElseThrow().low())
        .isCloseTo(10 / 3.0, within(1e-12));
  }

  @Test
  void aSentinelThatMovedMoreThanTheDifferenceTakesTheVerdictAway() {
    Side a = ComparedRecords.quiet("a");
    Side slower = ComparedRecords.run("b", 3, 1.06, 0.002, new SplittableRandom(5));
    assertThat(overall(new Comparer(Set.of(), 0.02).compare(a, slower)).verdict())
        .isEqualTo(Verdict.SLOWER);
    Side drifted = ComparedRecords.with(slower, "sentinel.netStepNanos", 22_000.0);
    Comparison comparison = new Comparer(Set.of(), 0.02).compare(a, drifted);
    assertThat(overall(comparison).verdict()).isEqualTo(Verdict.UNCLEAR);
    assertThat(overall(comparison).why().orElseThrow())
        .contains("the step of the fixed net")
        .contains("10.0 % longer");
    Side other =
        ComparedRecords.with(drifted, "run.commit", "fedcba9876543210fedcba9876543210fedcba98");
    Comparison commits = new Comparer(new TreeSet<>(Set.of("commit")), 0.02).compare(a, other);
    assertThat(overall(commits).verdict())
        .as("another build moves the device's own limits")
        .isEqualTo(Verdict.SLOWER);
    assertThat(commits.drift()).isNotEmpty().noneMatch(Drift::decides);
    assertThat(overall(commits).ratio().interval()).isInstanceOf(Measured.Value.class);
  }
}
