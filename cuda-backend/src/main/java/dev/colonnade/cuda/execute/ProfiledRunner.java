// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Profile;
import dev.colonnade.cuda.driver.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs a step kernel by kernel, with an event of the device's clock between any two. */
final class ProfiledRunner implements StepRunner {
  private final Context context;
  private final long stream;
  private final List<CompiledEntry.Work> work;
  private final long[] events;
  private final long[] nanos;

  ProfiledRunner(Context context, long stream, CompiledEntry entry) {
    this.context = context;
    this.stream = stream;
    this.work = entry.work();
    this.events = new long[work.size() + 1];
    this.nanos = new long[work.size()];
    Arrays.setAll(events, i -> context.newEvent());
  }

  @Override
  public void run(BoundEntry entry, int steps) {
    for (int step = 0; step < steps; step++) {
      step(entry);
    }
  }

  private void step(BoundEntry entry) {
    entry.enqueueFetch(stream);
    context.record(events[0], stream);
    for (int i = 0; i < work.size(); i++) {
      entry.enqueue(work.get(i), stream);
      context.record(events[i + 1], stream);
    }
    entry.enqueueAdvance(stream);
    context.synchronize(stream);
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] += context.nanosBetween(events[i], events[i + 1]);
    }
  }

  @Override
  public Optional<Profile> profile(int steps) {
    List<Profile.KernelTime> times = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      times.add(new Profile.KernelTime(work.get(i).step().kernel(), nanos[i]));
    }
    return Optional.of(new Profile(times, steps));
  }

  @Override
  public void close() {
    for (long event : events) {
      context.destroyEvent(event);
    }
  }
}
