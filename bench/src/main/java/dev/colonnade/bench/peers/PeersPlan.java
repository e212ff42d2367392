// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.protocol.PeerRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is compared and how long, fixed before anything is measured.
 *
 * @param ours devices of ours; the first is what everybody is checked against
 * @param theirs variants of peers
 * @param cases what is trained
 * @param threads sizes of the team, for those that have one
 * @param processes fresh processes for each participant, case and size of the team
 * @param checkSteps least number of steps that are compared
 * @param time what each process is asked to time
 * @param limit time for an answer
 */
public record PeersPlan(
    List<Participant.Ours> ours,
    List<Participant.Theirs> theirs,
    List<PeerCase> cases,
    List<Integer> threads,
    int processes,
    int checkSteps,
    PeerRequest.Time time,
    Duration limit) {
  /** Copies the lists. */
  public PeersPlan {
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
    cases = List.copyOf(cases);
    threads = List.copyOf(threads);
    if (ours.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs at least one device of ours");
    }
  }

  /**
   * One process.
   *
   * @param who who trains
   * @param what what is trained
   * @param threads size of the team, or absent for who has none
   * @param process which of the processes, from 0
   */
  record Job(Participant who, PeerCase what, @Nullable Integer threads, int process) {
    String describe() {
      return who.id()
          + (threads == null ? "" : ", " + threads + (threads == 1 ? " thread" : " threads"))
          + ", "
          + what.describe()
          + ", process "
          + (process + 1);
    }
  }
}
