// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.backend.Profile;
import dev.colonnade.tornado.compile.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a step is run: plainly, timed, or guarded. */
interface StepRunner {
  /** Runs a step. */
  void run(Binding binding);

  /** The profile of what ran so far, if it was timed. */
  default Optional<Profile> profile(int steps) {
    return Optional.empty();
  }

  /** Runs launches one after the other and nothing else. */
  final class Plain implements StepRunner {
    @Override
    public void run(Binding binding) {
      for (Step step : binding.plan().steps()) {
        binding.run(step);
      }
    }
  }

  /** Times each kernel on the host, which waits for it anyway. */
  final class Timed implements StepRunner {
    private final List<Step> steps;
    private final long[] nanos;

    Timed(List<Step> steps) {
      this.steps = steps;
      nanos = new long[steps.size()];
    }

    @Override
    public void run(Binding binding) {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        binding.run(steps.get(i));
        binding.finish();
        nanos[i] += System.nanoTime() - start;
      }
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
}
