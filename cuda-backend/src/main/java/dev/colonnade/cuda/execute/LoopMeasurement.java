// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which way to run an entry's steps is faster on this device, measured on zeros.
 *
 * @param chosen the faster
 * @param alternatives the other, with its time or why it was ruled out
 */
record LoopMeasurement(StepLoop chosen, List<Plan.Alternative> alternatives) {
  /**
   * Where a step takes longer than this, launches do not matter, and kernels that have the device
   * to themselves are the better ones.
   */
  private static final long LONGEST_NANOS = 1_000_000;

  private static final int STEPS = 20;
  private static final int SAMPLES = 5;

  static LoopMeasurement of(LoadedProgram program, String entry) {
    Optional<String> why = program.notPersistent(entry);
    if (why.isPresent()) {
      return ruledOut(why.get());
    }
    long graph = measure(program, entry, StepLoop.GRAPH);
    if (graph > LONGEST_NANOS) {
      return ruledOut("a step takes " + graph / 1000 + " us, so launches do not matter");
    }
    long persistent = measure(program, entry, StepLoop.PERSISTENT);
    return persistent < graph
        ? new LoopMeasurement(StepLoop.PERSISTENT, List.of(slower(StepLoop.GRAPH, graph)))
        : new LoopMeasurement(StepLoop.GRAPH, List.of(slower(StepLoop.PERSISTENT, persistent)));
  }

  private static LoopMeasurement ruledOut(String reason) {
    return new LoopMeasurement(
        StepLoop.GRAPH, List.of(new Plan.Alternative(StepLoop.PERSISTENT.algorithm(), -1, reason)));
  }

  private static Plan.Alternative slower(StepLoop loop, long nanos) {
    return new Plan.Alternative(loop.algorithm(), nanos, "slower");
  }

  /** Median nanoseconds of a step. */
  private static long measure(LoadedProgram program, String entry, StepLoop loop) {
    Variables variables = program.bindForMeasuring(entry, loop);
    try {
      Feeds feeds = new Feeds();
      for (StructuralOp.Feed feed : program.entry(entry).graph().feeds()) {
        feeds.constant(feed.feed(), HostTensor.zeros(feed.type()));
      }
      // The first run pays for loading.
      if (run(program, variables, entry, feeds, 1) > 10 * LONGEST_NANOS) {
        return run(program, variables, entry, feeds, 1);
      }
      long[] nanos = new long[SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        nanos[i] = run(program, variables, entry, feeds, STEPS) / STEPS;
      }
      Arrays.sort(nanos);
      return nanos[SAMPLES / 2];
    } finally {
      variables.close();
    }
  }

  private static long run(
      LoadedProgram program, Variables variables, String entry, Feeds feeds, int steps) {
    Submission submission = program.submission(variables, entry, feeds, steps);
    submission.start();
    submission.finish();
    return submission.deviceNanos();
  }
}
