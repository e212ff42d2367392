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
 * Warm-up and samples of one point.
 *
 * <p>Warm-up runs submissions for at least a given time, and goes on until the median of the last
 * five differs from the median of the five before by less than 3 %, or four times that time has
 * passed: JIT compilation and clocks settle by time, not by counts (burn-bench warms up by time for
 * the same reason). Samples are then taken back to back; each is one submission of as many steps as
 * last the asked duration.
 */
final class Sampling {
  private static final int WINDOW = 5;
  private static final double STEADY = 0.03;
  private static final int PATIENCE = 4;
  private static final int MOST_STEPS = 4096;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Prepared prepared;
  private final MeasureTask.PointTask task;
  private final long deadline;

  Sampling(Prepared prepared, MeasureTask.PointTask task, long deadline) {
    this.prepared = prepared;
    this.task = task;
    this.deadline = deadline;
  }

  /**
   * What was measured.
   *
   * @param samples nanoseconds of each sample
   * @param steps steps in a sample
   * @param warmUp what came before
   * @param deviceNanosPerStep the device's own clock, or negative where it has none
   */
  record Result(List<Long> samples, int steps, Timing.WarmUp warmUp, double deviceNanosPerStep) {}

  Result run(long firstStepNanos) {
    int steps = 1;
    long single = Math.max(1, firstStepNanos);
    long warmUpNanos = task.warmUpMillis() * 1_000_000;
    long start = System.nanoTime();
    long done = 0;
    boolean steady = false;
    List<Double> perStep = new ArrayList<>();
    Feeds feeds = prepared.feeds(steps);
    while (true) {
      long elapsed = System.nanoTime() - start;
      boolean longEnough = elapsed >= warmUpNanos;
      steady = isSteady(perStep);
      if ((longEnough && steady)
          || elapsed >= PATIENCE * warmUpNanos
          || System.nanoTime() + single * steps >= deadline) {
        break;
      }
      long nanos = prepared.run(feeds, steps);
      done += steps;
      single = Math.max(1, nanos / steps);
      perStep.add((double) nanos / steps);
      int wanted = stepsFor(single);
      if (wanted > steps || wanted < steps / 2) {
        steps = wanted;
        feeds = prepared.feeds(steps);
      }
    }
    long warmed = System.nanoTime() - start;
    Timing.WarmUp warmUp =
        new Timing.WarmUp(
            String.format(
                Locale.ROOT,
                "at least %d ms, until the median of %d submissions differs by less than %.0f %%"
                    + " from the %d before, at most %d ms",
                task.warmUpMillis(),
                WINDOW,
                100 * STEADY,
                WINDOW,
                PATIENCE * task.warmUpMillis()),
            done,
            warmed,
            steady);
    return sample(steps, feeds, warmUp);
  }

  /** Steps until the times are steady, or the limit has passed. */
  static void settle(Prepared prepared, long limitNanos) {
    long start = System.nanoTime();
    List<Double> times = new ArrayList<>();
    Feeds feeds = prepared.feeds(1);
    long least = limitNanos / PATIENCE;
    while (System.nanoTime() - start < limitNanos) {
      times.add((double) prepared.run(feeds, 1));
      if (System.nanoTime() - start >= least && isSteady(times)) {
        return;
      }
    }
  }

  private Result sample(int steps, Feeds feeds, Timing.WarmUp warmUp) {
    List<Long> samples = new ArrayList<>();
    double deviceNanos = 0;
    boolean deviceClock = true;
    for (int i = 0; i < task.samples(); i++) {
      long before = System.nanoTime();
      if (i > 0 && before + samples.get(i - 1) > deadline) {
        break;
      }
      dev.colonnade.core.backend.Ticket ticket = prepared.submit(feeds, steps);
      ticket.await();
      samples.add(Math.max(1, System.nanoTime() - before));
      if (ticket.deviceNanos().isPresent()) {
        deviceNanos += ticket.deviceNanos().getAsLong();
      } else {
        deviceClock = false;
      }
    }
    return new Result(
        samples, steps, warmUp, deviceClock ? deviceNanos / ((double) samples.size() * steps) : -1);
  }

  private int stepsFor(long single) {
    double wanted = task.sampleMillis() * NANOS_PER_MILLI / single;
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
