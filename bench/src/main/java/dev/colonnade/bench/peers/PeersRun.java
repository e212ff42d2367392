// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.measure.PeerFiles;
import dev.colonnade.bench.peers.PeersPlan.Job;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.scaling.ScalingListener;
import dev.colonnade.core.backend.MathMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a comparison and writes each record as it arrives. */
public final class PeersRun {
  private final PeersPlan plan;
  private final RecordWriter writer;
  private final ScalingListener listener;
  private final References references;
  private final PeerRecords form;
  private final List<BenchmarkRecord> records = new ArrayList<>();

  /** Why who hung is not waited for again, by id. */
  private final Map<String, String> hung = new HashMap<>();

  /** What would come out the same in the next process. */
  private final Set<String> settled = new HashSet<>();

  /**
   * Prepares a run.
   *
   * @param plan what is compared
   * @param scratch an empty folder for the files that are exchanged
   * @param writer takes each record
   * @param listener hears of progress
   */
  public PeersRun(PeersPlan plan, Path scratch, RecordWriter writer, ScalingListener listener) {
    this.plan = plan;
    this.writer = writer;
    this.listener = listener;
    this.references = new References(plan.ours().getFirst(), plan.limit(), scratch);
    this.form = new PeerRecords(plan);
  }

  /**
   * Measures everything.
   *
   * @param seed of the order
   * @return all records, failures included
   * @throws IOException if a record or a file of the exchange cannot be written
   */
  public List<BenchmarkRecord> run(long seed) throws IOException, InterruptedException {
    List<Job> jobs = PeerSchedule.of(plan, seed);
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      if (settled.contains(key(job))) {
        continue;
      }
      listener.starting(i, jobs.size(), job.describe());
      Instant started = Instant.now();
      try {
        write(measure(job, started));
      } catch (PeerException e) {
        write(form.failure(job, started, e.kind(), settle(job, e)));
      }
    }
    return List.copyOf(records);
  }

  /** Remembers what need not be tried again, and says so in the reason. */
  private String settle(Job job, PeerException failure) {
    boolean again =
        failure.kind() == FailureRecord.Kind.CRASHED
            || failure.kind() == FailureRecord.Kind.OUT_OF_MEMORY;
    if (failure.kind() == FailureRecord.Kind.HUNG) {
      hung.putIfAbsent(job.who().id(), failure.reason());
    }
    if (!again) {
      settled.add(key(job));
    }
    return failure.reason();
  }

  private static String key(Job job) {
    return job.who().id() + ", " + job.threads() + ", " + job.what().describe();
  }

  private BenchmarkRecord measure(Job job, Instant started)
      throws PeerException, IOException, InterruptedException {
    Participant who = job.who();
    String before = hung.get(who.id());
    if (before != null) {
      throw new PeerException(FailureRecord.Kind.HUNG, "not tried: at another point " + before);
    }
    PeerFiles start = references.files(job.what());
    long launched = System.nanoTime();
    try (PeerSession session =
        PeerSession.start(who.command(job.threads()), who.environment(), plan.limit())) {
      session.hello();
      long ready = System.nanoTime() - launched;
      PeerReply.Prepared prepared =
          session.prepare(
              start.request(job.what().math(), who.device(), job.threads(), who.variant()));
      int steps =
          Math.ceilDiv(plan.checkSteps(), prepared.stepMultiple()) * prepared.stepMultiple();
      Outcome wanted = references.outcome(job.what(), steps);
      Accuracy accuracy =
          references
              .check(session, start, steps)
              .against(wanted, references.id(), MathMode.valueOf(job.what().math()));
      PeerReply.Timed timed = session.time(plan.time());
      session.bye();
      return form.measurement(job, started, ready, prepared, accuracy, timed);
    }
  }

  private void write(BenchmarkRecord record) throws IOException {
    writer.append(record);
    records.add(record);
    listener.recorded(record);
  }
}
