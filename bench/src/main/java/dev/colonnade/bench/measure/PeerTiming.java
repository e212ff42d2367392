// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.protocol.PeerConditions;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Warm-up and samples as the peer protocol asks for them: one run is one submission, its steps
 * raised until it lasts as long as a sample unless their number is given. Within the longest time
 * that the rule allows, warm-up also waits for the JIT compiler to rest: the kernels of a device
 * written in Java are interpreted at first, steadily enough to look settled.
 */
public final class PeerTiming {
  /** Runs of each of the two medians that have to agree. */
  static final int WINDOW = 5;

  /** Relative difference up to which they agree. */
  static final double TOLERANCE = 0.03;

  /** Longest over least duration of the warm-up. */
  static final int PATIENCE = 4;

  private static final int MOST_STEPS = 4096;
  private static final double NANOS = 1e9;

  private final TimedWork work;
  private final PeerRequest.Time asked;
  private final @Nullable ConditionsLog conditions;

  /** Of work whose device states no conditions. */
  public PeerTiming(TimedWork work, PeerRequest.Time asked) {
    this(work, asked, null);
  }

  PeerTiming(TimedWork work, PeerRequest.Time asked, @Nullable ConditionsLog conditions) {
    this.work = work;
    this.asked = asked;
    this.conditions = conditions;
  }

  /** Warms up and takes the samples. */
  public PeerReply.Timed run() {
    PeerRequest.WarmUpRule rule = asked.warmUp();
    Integer given = asked.stepsPerSample();
    int steps = given == null ? 1 : given;
    List<Double> perStep = new ArrayList<>();
    CompilerRest compiler = new CompilerRest();
    long done = 0;
    long start = System.nanoTime();
    double elapsed = 0;
    boolean steady = false;
    while (elapsed < rule.mostSeconds() && !(steady && elapsed >= rule.leastSeconds())) {
      double seconds = work.run(steps).nanos() / NANOS;
      done += steps;
      perStep.add(seconds / steps);
      if (given == null) {
        int wanted =
            (int) Math.clamp(Math.ceil(asked.sampleSeconds() * steps / seconds), 1, MOST_STEPS);
        if (wanted > steps || wanted < steps / 2) {
          steps = wanted;
        }
      }
      elapsed = (System.nanoTime() - start) / NANOS;
      boolean resting = compiler.observed();
      steady = isSteady(perStep, rule) && resting;
    }
    return sample(steps, new PeerReply.WarmedUp(done, elapsed, steady));
  }

  private PeerReply.Timed sample(int steps, PeerReply.WarmedUp warmedUp) {
    List<Double> samples = new ArrayList<>();
    double deviceNanos = 0;
    boolean deviceClock = true;
    if (conditions != null) {
      conditions.read();
    }
    for (int i = 0; i < asked.samples(); i++) {
      TimedWork.Ran ran = work.run(steps);
      samples.add(ran.nanos() / NANOS);
      if (conditions != null) {
        conditions.readIfDue();
      }
      deviceClock &= ran.deviceNanos().isPresent();
      deviceNanos += ran.deviceNanos().orElse(0);
    }
    if (conditions != null) {
      conditions.read();
    }
    return new PeerReply.Timed(
        samples,
        steps,
        warmedUp,
        deviceClock && deviceNanos > 0
            ? deviceNanos / NANOS / ((double) samples.size() * steps)
            : null,
        conditions == null ? null : PeerConditions.of(conditions.summary()));
  }

  private static boolean isSteady(List<Double> perStep, PeerRequest.WarmUpRule rule) {
    int count = perStep.size();
    int window = rule.window();
    if (count < 2 * window) {
      return false;
    }
    double last = median(perStep.subList(count - window, count));
    double before = median(perStep.subList(count - 2 * window, count - window));
    return Math.abs(last - before) < rule.tolerance() * before;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
