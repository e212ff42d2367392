// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers.kernel;

import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.bench.peers.Participant;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.core.backend.MathMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are compared, and how long, fixed before anything is measured.
 *
 * @param ours devices of ours; the first is what everybody is checked against
 * @param theirs libraries
 * @param kernels operations
 * @param math math mode
 * @param threads sizes of the team
 * @param processes fresh processes for each participant, operation and size of the team
 * @param time what each process is asked to time
 * @param limit time for an answer
 */
public record KernelPlan(
    List<Participant.Ours> ours,
    List<Participant.Theirs> theirs,
    List<KernelCase> kernels,
    MathMode math,
    List<Integer> threads,
    int processes,
    PeerRequest.Time time,
    Duration limit) {
  /** Copies the lists. */
  public KernelPlan {
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
    kernels = List.copyOf(kernels);
    threads = List.copyOf(threads);
    if (ours.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs at least one device of ours");
    }
  }

  /**
   * One process, which times some operations after each other.
   *
   * @param who who computes
   * @param threads size of the team, or absent for who has none
   * @param process which of the processes, from 0
   */
  record Job(Participant who, @Nullable Integer threads, int process) {
    String describe() {
      return who.id()
          + (threads == null ? "" : ", " + threads + (threads == 1 ? " thread" : " threads"))
          + ", process "
          + (process + 1);
    }
  }

  /**
   * One operation in one process.
   *
   * @param job the process
   * @param kernel the operation
   */
  record Step(Job job, KernelCase kernel) {}

  /**
   * The order: for each operation all participants follow each other, in random order, so that a
   * machine that slows down slows down both sides of a ratio; operations come in random order.
   */
  List<Step> schedule(long seed) {
    Random random = new Random(seed);
    List<Participant> everybody = new ArrayList<>(ours);
    everybody.addAll(theirs);
    List<Step> steps = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      List<KernelCase> order = new ArrayList<>(kernels);
      Collections.shuffle(order, random);
      for (KernelCase kernel : order) {
        List<Step> block = new ArrayList<>();
        for (Participant who : everybody) {
          List<@Nullable Integer> teams = new ArrayList<>();
          if (who.hasThreads()) {
            teams.addAll(threads);
          } else {
            teams.add(null);
          }
          for (Integer team : teams) {
            block.add(new Step(new Job(who, team, process), kernel));
          }
        }
        Collections.shuffle(block, random);
        steps.addAll(block);
      }
    }
    return steps;
  }
}
