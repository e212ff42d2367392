// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.bench.environment.MachineFacts;
import dev.colonnade.bench.measure.Progress;
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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Measures studies on devices and writes each record as it arrives. */
public final class ScalingRun {
  /** SIGHUP, SIGINT, SIGKILL (by this process's own hook) and SIGTERM. */
  private static final Set<Integer> ENDING_SIGNALS = Set.of(1, 2, 9, 15);

  private static final long OWN_END_MILLIS = 500;

  private final List<Study.Plan> plans;
  private final List<Target> targets;
  private final List<String> childArguments;
  private final RecordWriter writer;
  private final ScalingListener listener;
  private final Duration grace;
  private final String runId = UUID.randomUUID().toString();
  private final Machine machine = MachineFacts.gather();
  private final List<BenchmarkRecord> records = new ArrayList<>();
  private boolean stopped;

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
    this(plans, targets, childArguments, writer, listener, Job.GRACE);
  }

  /** The same with another time that a child has beyond that of its points, for tests. */
  ScalingRun(
      List<Study.Plan> plans,
      List<Target> targets,
      List<String> childArguments,
      RecordWriter writer,
      ScalingListener listener,
      Duration grace) {
    this.plans = List.copyOf(plans);
    this.targets = List.copyOf(targets);
    this.childArguments = List.copyOf(childArguments);
    this.writer = writer;
    this.listener = listener;
    this.grace = grace;
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
    for (int i = 0; i < jobs.size() && !isStopped(); i++) {
      listener.starting(i, jobs.size(), jobs.get(i).describe());
      runJob(jobs.get(i));
    }
    return List.copyOf(records);
  }

  /**
   * Ends the taking of records, when this process is about to end: what its children leave behind
   * then is no result.
   *
   * @return how many records were written
   */
  public synchronized int stop() {
    stopped = true;
    return records.size();
  }

  /** Whether {@link #stop} was called; {@link #run} then returns what there was until then. */
  public synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * A terminal's interrupt ends children and this process at once; a moment later it is known
   * whether a child that was interrupted was the only one.
   */
  private static void awaitOwnEnd(WorkerJvm.Outcome outcome) throws InterruptedException {
    if (outcome instanceof WorkerJvm.Outcome.Failed(int status, String _)
        && ENDING_SIGNALS.contains(status - 128)) {
      Thread.sleep(OWN_END_MILLIS);
    }
  }

  /**
   * A child that dies over a point takes that one with it: the others go to a new child. One that
   * dies before any point, or that hangs, is not tried again and again.
   */
  private void runJob(Job job) throws IOException, InterruptedException {
    Job rest = job;
    while (!rest.points().isEmpty()) {
      Instant started = Instant.now();
      Answers answers = new Answers();
      WorkerJvm.Outcome outcome;
      try {
        outcome =
            WorkerJvm.run(
                rest.jvmOptions(),
                arguments(),
                JsonMapper.builder().build().writeValueAsString(rest.task(runId)),
                rest.limit(grace),
                answers::take);
      } catch (UncheckedIOException e) {
        throw e.getCause(); // a record could not be written
      }
      awaitOwnEnd(outcome);
      if (isStopped()) {
        return;
      }
      rest = rest.withoutFirst(answers.count);
      if (rest.points().isEmpty()) {
        return;
      }
      Mishap mishap = new Mishap(outcome, answers.last, answers.noise);
      int blamed = answers.last.point() - answers.count;
      if (blamed < 0 || blamed >= rest.points().size()) {
        write(failure(rest, Optional.empty(), started, mishap));
        return;
      }
      write(failure(rest, Optional.of(rest.points().get(blamed)), started, mishap));
      rest = rest.without(blamed);
      if (outcome instanceof WorkerJvm.Outcome.TimedOut) {
        for (Job.Planned planned : rest.points()) {
          write(failure(rest, Optional.of(planned), started, mishap.ofAnother()));
        }
        return;
      }
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
    private Progress last = Progress.STARTING;
    private int count;

    void take(String line) {
      Optional<Progress> progress = Progress.parse(line);
      if (progress.isPresent()) {
        last = progress.get();
        return;
      }
      BenchmarkRecord record;
      try {
        record = RecordJson.fromLine(line);
      } catch (IllegalArgumentException e) {
        noise.add(line);
        return;
      }
      try {
        write(record);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      count++;
    }
  }

  private synchronized void write(BenchmarkRecord record) throws IOException {
    if (stopped) {
      return;
    }
    writer.append(record);
    records.add(record);
    listener.recorded(record);
  }

  private FailureRecord failure(
      Job job, Optional<Job.Planned> planned, Instant started, Mishap mishap) {
    BuildInfo build = BuildInfo.ofThisBuild();
    Optional<Point> point = planned.map(Job.Planned::point);
    Measured<String> none = Measured.unavailable("no point was reached");
    return new FailureRecord(
        UUID.randomUUID().toString(),
        new RunInfo(
            runId,
            job.preset(),
            job.processIndex(),
            planned.orElse(job.points().getFirst()).budget().processes(),
            started,
            Instant.now(),
            build.version(),
            build.commit()),
        machine,
        job.target().info(),
        point.map(Point::study).map(Measured::of).orElse(none),
        point.map(Point::net).map(Measured::of).orElse(none),
        point.map(Point::variables).orElse(Collections.emptySortedMap()),
        point.map(Point::choices).orElse(Collections.emptySortedMap()),
        point.map(Point::math).map(Enum::name).map(Measured::of).orElse(none),
        mishap.kind(),
        mishap.reason(),
        Measured.of("run 'colonnade conformance --device " + job.target().id() + "'"));
  }
}
