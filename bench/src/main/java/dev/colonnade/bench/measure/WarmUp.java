// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Timing;
import dev.colonnade.core.backend.Feeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs a net until it is worth timing: for at least a given time, and on until the median of the
 * last five submissions differs from that of the five before by less than 3 % and the JIT compiler
 * rests, or until four times that time has passed. JIT compilation and clocks settle by time, not
 * by counts (burn-bench warms up by time for the same reason). The steps of a submission are raised
 * meanwhile until one lasts as long as a sample.
 */
final class WarmUp {
  private static final int WINDOW = 5;
  private static final double STEADY = 0.03;
  private static final int PATIENCE = 4;
  private static final int MOST_STEPS = 4096;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long leastMillis;
  private final long submissionMillis;
  private final long deadline;

  /**
   * Prepares it.
   *
   * @param leastMillis the time it takes at least
   * @param submissionMillis how long a submission should last
   * @param deadline when it ends in any case, by {@link System#nanoTime}
   */
  WarmUp(long leastMillis, long submissionMillis, long deadline) {
    this.leastMillis = leastMillis;
    this.submissionMillis = submissionMillis;
    this.deadline = deadline;
  }

  /**
   * What came of it.
   *
   * @param steps steps of a submission that lasts as long as asked
   * @param feeds its feeds
   * @param report for the record
   */
  record Outcome(int steps, Feeds feeds, Timing.WarmUp report) {}

  Outcome run(Stepped prepared, long firstStepNanos) {
    int steps = 1;
    long single = Math.max(1, firstStepNanos);
    long least = leastMillis * NANOS_PER_MILLI;
    long start = System.nanoTime();
    long done = 0;
    boolean steady;
    List<Double> perStep = new ArrayList<>();
    CompilerRest compiler = new CompilerRest();
    Feeds feeds = prepared.feeds(steps);
    while (true) {
      long elapsed = System.nanoTime() - start;
      boolean resting = compiler.observed();
      steady = isSteady(perStep) && resting;
      if ((elapsed >= least && steady)
          || elapsed >= PATIENCE * least
          || System.nanoTime() + single * steps >= deadline) {
        break;
      }
      long nanos = prepared.time(feeds, steps).nanos();
      done += steps;
      single = Math.max(1, nanos / steps);
      perStep.add((double) nanos / steps);
      int wanted = stepsFor(single);
      if (wanted > steps || wanted < steps / 2) {
        steps = wanted;
        feeds = prepared.feeds(steps);
      }
    }
    return new Outcome(
        steps,
        feeds,
        new Timing.WarmUp(
            rule(), done * prepared.stepsOfARun(), System.nanoTime() - start, steady));
  }

  private String rule() {
    return String.format(
        Locale.ROOT,
        "at least %d ms, until the median of %d submissions differs by less than %.0f %% from the"
            + " %d before and the JIT compiler took less than %.0f %% of a core for %d ms, at most"
            + " %d ms",
        leastMillis,
        WINDOW,
        100 * STEADY,
        WINDOW,
        100 * CompilerRest.RESTING,
        CompilerRest.WINDOW_MILLIS,
        PATIENCE * leastMillis);
  }

  private int stepsFor(long single) {
    double wanted = (double) submissionMillis * NANOS_PER_MILLI / single;
    return (int) Math.clamp(Math.ceil(wanted), 1, MOST_STEPS);
  }

  private static boolean isSteady(List<Double> perStep) {
    int count = perStep.size();
    if (count < 2 * WINDOW) {
      return false;
    }
    double last = median(perStep.subList(count - WINDOW, count));
    double before = median(perStep.subList(count - 2 * WINDOW, count - WINDOW));
    return Math.abs(last - before) < STEADY * before;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
