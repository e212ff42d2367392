// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cuda.part.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which way to run an entry's steps is the fastest on this device, measured on zeros.
 *
 * @param chosen the fastest
 * @param nanos its median time of a step
 * @param alternatives the others, each with its time or why it was ruled out
 */
public record LoopMeasurement(StepLoop chosen, long nanos, List<Plan.Alternative> alternatives) {
  /**
   * Where a step takes longer than this as a recorded graph, launches are below a few percent of it
   * (some 50 of about 1 us), and kernels that have the device to themselves are the better ones.
   */
  private static final long LONGEST_NANOS = 1_000_000;

  private static final int STEPS = 20;
  private static final int SAMPLES = 5;

  private record Timed(StepLoop loop, long nanos) {}

  /** Copies the alternatives. */
  public LoopMeasurement {
    alternatives = List.copyOf(alternatives);
  }

  /** Measures an entry of a loaded program. */
  public static LoopMeasurement of(LoadedProgram program, String entry) {
    long graph = measure(program, entry, StepLoop.GRAPH);
    // The persistent kernel is large: it is not even compiled where it would be of no use.
    LoopCandidates candidates =
        isLong(graph) ? LoopCandidates.none(whyLong(graph)) : candidates(program, entry);
    List<Plan.Alternative> others = new ArrayList<>(candidates.ruledOut());
    List<Timed> timed = new ArrayList<>(List.of(new Timed(StepLoop.GRAPH, graph)));
    for (StepLoop loop : candidates.loops()) {
      try {
        timed.add(new Timed(loop, measure(program, entry, loop)));
      } catch (DeviceLostException e) {
        throw e;
      } catch (BackendException e) {
        // A loop that does not run here is none; the plan says so.
        others.add(new Plan.Alternative(loop.algorithm(), -1, "it failed: " + e.getMessage()));
      }
    }
    timed.sort(Comparator.comparingLong(Timed::nanos));
    if ((Part.PERSISTENT.isOnly() || Part.CLUSTER.isOnly()) && timed.size() > 1) {
      timed.removeIf(each -> each.loop.equals(StepLoop.GRAPH));
      others.add(
          new Plan.Alternative(StepLoop.GRAPH.algorithm(), graph, "left out by " + Part.whyOnly()));
    }
    for (Timed slower : timed.subList(1, timed.size())) {
      others.add(new Plan.Alternative(slower.loop.algorithm(), slower.nanos, "slower"));
    }
    return new LoopMeasurement(timed.get(0).loop, timed.get(0).nanos, others);
  }

  private static LoopCandidates candidates(LoadedProgram program, String entry) {
    try {
      return program.loops(entry);
    } catch (DeviceLostException e) {
      throw e;
    } catch (BackendException e) {
      return LoopCandidates.none("the kernel cannot be made: " + e.getMessage());
    }
  }

  /** Whether launches do not matter to steps of this length. */
  public static boolean isLong(long nanos) {
    return nanos > LONGEST_NANOS;
  }

  /** A sentence that says so. */
  public static String whyLong(long nanos) {
    return "a step takes " + nanos / 1000 + " us, so launches do not matter";
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
