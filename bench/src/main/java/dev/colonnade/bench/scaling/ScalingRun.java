// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.bench.environment.MachineFacts;
import dev.colonnade.bench.process.WorkerJvm;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.RecordJson;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.record.RunInfo;
import dev.colonnade.bench.study.Point;
import dev.colonnade.bench.study.Study;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Measures studies on devices and writes each record as it arrives. */
public final class ScalingRun {
  private final List<Study.Plan> plans;
  private final List<Target> targets;
  private final List<String> childArguments;
  private final RecordWriter writer;
  private final ScalingListener listener;
  private final String runId = UUID.randomUUID().toString();
  private final Machine machine = MachineFacts.gather();
  private final List<BenchmarkRecord> records = new ArrayList<>();

  /**
   * Prepares a run.
   *
   * @param plans studies under a preset
   * @param targets devices
   * @param childArguments arguments that every child needs, such as plug-ins
   * @param writer takes each record
   * @param listener hears of progress
   */
  public ScalingRun(
      List<Study.Plan> plans,
      List<Target> targets,
      List<String> childArguments,
      RecordWriter writer,
      ScalingListener listener) {
    this.plans = List.copyOf(plans);
    this.targets = List.copyOf(targets);
    this.childArguments = List.copyOf(childArguments);
    this.writer = writer;
    this.listener = listener;
  }

  /**
   * Measures everything.
   *
   * @param seed of the order of jobs
   * @return all records, failures included
   * @throws IOException if a record cannot be written
   */
  public List<BenchmarkRecord> run(long seed) throws IOException, InterruptedException {
    List<Job> jobs = Schedule.of(plans, targets, seed);
    for (int i = 0; i < jobs.size(); i++) {
      listener.starting(i, jobs.size(), jobs.get(i).describe());
      runJob(jobs.get(i));
    }
    return List.copyOf(records);
  }

  /** A child that dies takes one point with it: those behind it go to a new child. */
  private void runJob(Job job) throws IOException, InterruptedException {
    Job rest = job;
    while (!rest.points().isEmpty()) {
      Instant started = Instant.now();
      Answers answers = new Answers();
      WorkerJvm.Outcome outcome =
          WorkerJvm.run(
              rest.jvmOptions(),
              arguments(),
              JsonMapper.builder().build().writeValueAsString(rest.task(runId)),
              rest.limit(),
              answers::take);
      answers.rethrow();
      int done = answers.count;
      if (done < rest.points().size()) {
        write(failure(rest, rest.points().get(done), started, outcome, answers.noise));
        done++;
        if (outcome instanceof WorkerJvm.Outcome.TimedOut) {
          // A device that hangs once is not waited for again and again.
          for (Job.Planned planned : rest.points().subList(done, rest.points().size())) {
            write(failure(rest, planned, started, outcome, answers.noise));
          }
          return;
        }
      }
      rest = rest.withoutFirst(done);
    }
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("measure-points"));
    arguments.addAll(childArguments);
    return arguments;
  }

  /** What a child prints, on the thread that reads it. */
  private final class Answers {
    private final List<String> noise = new ArrayList<>();
    private int count;
    private @Nullable IOException failure;

    void take(String line) {
      BenchmarkRecord record;
      try {
        record = RecordJson.fromLine(line);
      } catch (IllegalArgumentException e) {
        noise.add(line);
        return;
      }
      count++;
      try {
        write(record);
      } catch (IOException e) {
        failure = e;
      }
    }

    void rethrow() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private synchronized void write(BenchmarkRecord record) throws IOException {
    writer.append(record);
    records.add(record);
    listener.recorded(record);
  }

  private FailureRecord failure(
      Job job,
      Job.Planned planned,
      Instant started,
      WorkerJvm.Outcome outcome,
      List<String> noise) {
    FailureRecord.Kind kind =
        switch (outcome) {
          case WorkerJvm.Outcome.TimedOut _ -> FailureRecord.Kind.HUNG;
          case WorkerJvm.Outcome.Failed(int status, String words)
              when words.contains("OutOfMemoryError") ->
              FailureRecord.Kind.OUT_OF_MEMORY;
          default -> FailureRecord.Kind.CRASHED;
        };
    String reason =
        switch (outcome) {
          case WorkerJvm.Outcome.TimedOut(Duration limit) ->
              "the measuring process was still running after " + limit.toSeconds() + " s";
          case WorkerJvm.Outcome.Failed failed -> failed.reason();
          case WorkerJvm.Outcome.Done() ->
              "the measuring process ended without an answer for this point"
                  + (noise.isEmpty() ? "" : "; it printed: " + noise.getLast());
        };
    BuildInfo build = BuildInfo.ofThisBuild();
    Point point = planned.point();
    return new FailureRecord(
        UUID.randomUUID().toString(),
        new RunInfo(
            runId,
            job.preset(),
            job.processIndex(),
            planned.budget().processes(),
            started,
            Instant.now(),
            build.version(),
            build.commit()),
        machine,
        job.target().info(),
        Measured.of(point.study()),
        Measured.of(point.net()),
        point.variables(),
        kind,
        reason,
        Measured.of("run 'colonnade conformance --device " + job.target().id() + "'"));
  }
}
