// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cuda.driver.Context;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Steps given to the device in runs, each as many as fit into a slot of staging memory: while the
 * device works on one run the next one's feeds are copied. Starting it waits only where both slots
 * are in use.
 */
public final class Submission {
  private final Context context;
  private final Staging staging;
  private final long control;
  private final BoundEntry entry;
  private final Supplier<StepRunner> runners;
  private final Feeds feeds;
  private final int steps;
  private final Map<String, HostTensor> stacked = new LinkedHashMap<>();
  private Optional<Profile> profile = Optional.empty();
  private long began;
  private long ended;
  private long nanos;
  private int retired;

  Submission(
      Context context,
      Staging staging,
      long control,
      BoundEntry entry,
      Supplier<StepRunner> runners,
      Feeds feeds,
      int steps) {
    this.context = context;
    this.staging = staging;
    this.control = control;
    this.entry = entry;
    this.runners = runners;
    this.feeds = feeds;
    this.steps = steps;
    entry
        .entry()
        .graph()
        .outputs()
        .forEach((name, value) -> stacked.put(name, HostTensor.zeros(value.type().stacked(steps))));
  }

  /** Gives all steps to the device. */
  public void start() {
    StepRunner runner = runners.get();
    long compute = staging.compute();
    began = context.newEvent();
    ended = context.newEvent();
    try {
      context.record(began, compute);
      StagedTransfers transfers = entry.entry().transfers();
      int most = Math.min(entry.mostSteps(), transfers.stepsIn(staging.capacity(), feeds, steps));
      for (int first = 0; first < steps; first += most) {
        run(runner, transfers, first, Math.min(most, steps - first));
      }
      profile = runner.profile(steps);
    } finally {
      runner.close();
    }
  }

  private void run(StepRunner runner, StagedTransfers transfers, int first, int count) {
    Staging.Slot slot = staging.take();
    try {
      run(runner, transfers, first, count, slot);
    } catch (RuntimeException | Error e) {
      staging.giveBack(slot);
      throw e;
    }
  }

  private void run(
      StepRunner runner, StagedTransfers transfers, int first, int count, Staging.Slot slot) {
    MemorySegment header = slot.hostControl();
    header.set(ValueLayout.JAVA_LONG, 0, slot.feeds());
    header.set(ValueLayout.JAVA_LONG, Long.BYTES, slot.outputs());
    header.set(ValueLayout.JAVA_LONG, 2 * Long.BYTES, 0);
    long fed = transfers.writeFeeds(feeds, first, count, header, slot.hostFeeds());
    long returned = transfers.placeOutputs(count, header);
    slot.upload(fed, transfers.controlBytes(), control);
    runner.run(entry, count);
    boolean last = first + count == steps;
    if (last) {
      context.record(ended, staging.compute());
    }
    slot.download(
        returned,
        () -> {
          transfers.readOutputs(slot.hostOutputs(), stacked, first, count);
          retired += count;
          if (last) {
            nanos = context.nanosBetween(began, ended);
            context.destroyEvent(began);
            context.destroyEvent(ended);
          }
        });
  }

  /** Waits for all steps. */
  public void finish() {
    while (!isDone() && staging.isBusy()) {
      staging.retireOldest();
    }
    if (!isDone()) {
      throw new IllegalStateException("a submission was given up before it was done");
    }
  }

  /** Whether all steps are done and their outputs are here. */
  public boolean isDone() {
    return retired == steps;
  }

  /** The outputs, once done. */
  public Outputs outputs() {
    return new Outputs(stacked);
  }

  /** Nanoseconds on the device from the first step to the last, once done. */
  public long deviceNanos() {
    return nanos;
  }

  /** Times by kernel, if they were taken. */
  public Optional<Profile> profile() {
    return profile;
  }
}
