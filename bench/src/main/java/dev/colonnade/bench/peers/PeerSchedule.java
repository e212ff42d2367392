// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.peers.PeersPlan.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The order of processes. All participants of a case follow each other, in random order, so that a
 * machine that slows down slows down both sides of a ratio; cases come in random order, and all of
 * them once before any comes again.
 */
final class PeerSchedule {
  private PeerSchedule() {}

  static List<Job> of(PeersPlan plan, long seed) {
    Random random = new Random(seed);
    List<Job> schedule = new ArrayList<>();
    List<Participant> everybody = new ArrayList<>(plan.ours());
    everybody.addAll(plan.theirs());
    List<@Nullable Integer> teams = new ArrayList<>(plan.threads());
    for (int process = 0; process < plan.processes(); process++) {
      List<List<Job>> blocks = new ArrayList<>();
      for (PeerCase what : plan.cases()) {
        for (Integer threads : teams) {
          blocks.add(block(everybody, what, threads, process));
        }
        blocks.add(block(everybody, what, null, process));
      }
      Collections.shuffle(blocks, random);
      for (List<Job> block : blocks) {
        Collections.shuffle(block, random);
        schedule.addAll(block);
      }
    }
    return schedule;
  }

  private static List<Job> block(
      List<Participant> everybody, PeerCase what, @Nullable Integer threads, int process) {
    List<Job> block = new ArrayList<>();
    for (Participant who : everybody) {
      if (who.hasThreads() == (threads != null)) {
        block.add(new Job(who, what, threads, process));
      }
    }
    return block;
  }
}
