// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.backend.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs instructions one after the other and times each. */
final class ProfiledRunner implements Entry.StepRunner {
  private final Frame frame;
  private final List<Step> steps;
  private final long[] nanos;
  private int position;

  ProfiledRunner(Frame frame, List<Step> steps) {
    this.frame = frame;
    this.steps = steps;
    this.nanos = new long[steps.size()];
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    for (position = 0; position < nanos.length - 1; position++) {
      start = timed(start);
    }
    if (nanos.length > 0) {
      timed(start);
    }
  }

  private long timed(long start) {
    steps.get(position).instruction().run(frame);
    long end = System.nanoTime();
    nanos[position] += end - start;
    return end;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public Optional<Profile> profile(int count) {
    List<Profile.KernelTime> times = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      times.add(new Profile.KernelTime(steps.get(i).kernel(), nanos[i]));
    }
    Arrays.fill(nanos, 0);
    return Optional.of(new Profile(times, count));
  }
}
