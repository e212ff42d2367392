// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Energy;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Timing;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The samples of one point, after its {@link WarmUp}: taken back to back, each one submission of as
 * many steps as last the asked duration. Between two samples, outside their times, the device's
 * conditions are read.
 */
final class Sampling {
  private final Stepped prepared;
  private final Session session;
  private final MeasureTask.PointTask task;
  private final long deadline;

  Sampling(Stepped prepared, Session session, MeasureTask.PointTask task, long deadline) {
    this.prepared = prepared;
    this.session = session;
    this.task = task;
    this.deadline = deadline;
  }

  /**
   * What was measured.
   *
   * @param samples nanoseconds of each sample
   * @param steps steps in a sample, those of each of its runs
   * @param warmUp what came before
   * @param deviceNanosPerStep the device's own clock, or negative where it has none
   * @param conditions the device's over the samples
   * @param energy from the first sample on
   * @param phases times of parts over the samples
   */
  record Result(
      List<Long> samples,
      int steps,
      Timing.WarmUp warmUp,
      double deviceNanosPerStep,
      Measured<Conditions> conditions,
      Measured<Energy> energy,
      Measured<SortedMap<String, Long>> phases) {}

  Result run(long firstStepNanos) {
    WarmUp.Outcome warm =
        new WarmUp(task.warmUpMillis(), task.sampleMillis(), deadline)
            .run(prepared, firstStepNanos);
    return sample(warm.steps(), warm.feeds(), warm.report());
  }

  private Result sample(int steps, Feeds feeds, Timing.WarmUp warmUp) {
    List<Long> samples = new ArrayList<>();
    double deviceNanos = 0;
    boolean deviceClock = true;
    long images = (long) steps * prepared.stepsOfARun() * prepared.batch();
    prepared.forgetPhases();
    ConditionsLog conditions = new ConditionsLog(session.device());
    conditions.read();
    EnergySpan energy = new EnergySpan(session::energy, System::nanoTime);
    for (int i = 0; i < task.samples(); i++) {
      long before = System.nanoTime();
      if (i > 0 && before + samples.get(i - 1) > deadline) {
        break;
      }
      Stepped.Timed timed = prepared.time(feeds, steps);
      samples.add(Math.max(1, timed.nanos()));
      energy.add(images);
      conditions.readIfDue();
      if (timed.deviceNanos().isPresent()) {
        deviceNanos += timed.deviceNanos().getAsLong();
      } else {
        deviceClock = false;
      }
    }
    conditions.read();
    Measured<SortedMap<String, Long>> phases = prepared.phases();
    while (energy.isTooShort() && System.nanoTime() + samples.getLast() < deadline) {
      prepared.time(feeds, steps);
      energy.add(images);
    }
    return new Result(
        samples,
        steps * prepared.stepsOfARun(),
        warmUp,
        deviceClock ? deviceNanos / ((double) samples.size() * steps * prepared.stepsOfARun()) : -1,
        conditions.summary(),
        energy.end(),
        phases);
  }
}
