// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.bench.environment.MachineFacts;
import dev.colonnade.bench.measure.PassMacs;
import dev.colonnade.bench.peers.PeersPlan.Job;
import dev.colonnade.bench.protocol.PeerConditions;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.Extent;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.PlanSummary;
import dev.colonnade.bench.record.RunInfo;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.bench.record.Timing;
import dev.colonnade.bench.record.Workload;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetString;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Records of a comparison, in the schema of all others; the study is called {@link #STUDY}. */
final class PeerRecords {
  /** The study of every record here. */
  static final String STUDY = "peers";

  private static final String PRESET = "peers";
  private static final double NANOS = 1e9;

  private final PeersPlan plan;
  private final String runId = UUID.randomUUID().toString();
  private final Machine machine = MachineFacts.gather();

  PeerRecords(PeersPlan plan) {
    this.plan = plan;
  }

  MeasurementRecord measurement(
      Job job,
      Instant started,
      long readyNanos,
      PeerReply.Prepared prepared,
      Accuracy accuracy,
      PeerReply.Timed timed) {
    List<Long> samples =
        timed.seconds().stream().map(s -> Math.max(1, Math.round(s * NANOS))).toList();
    double perStep =
        samples.stream().mapToLong(Long::longValue).average().orElseThrow()
            / timed.stepsPerSample();
    Double onDevice = timed.deviceSecondsPerStep();
    PeerConditions conditions = timed.conditions();
    long images = (long) samples.size() * timed.stepsPerSample() * job.what().batch();
    return new MeasurementRecord(
        UUID.randomUUID().toString(),
        run(job, started),
        machine(job),
        withFacts(job.who().info(job.threads()), prepared),
        workload(job.what(), prepared),
        Measured.of(plan(prepared)),
        new Timing(
            samples,
            timed.stepsPerSample(),
            new Timing.WarmUp(
                rule(),
                timed.warmUp().steps(),
                Math.round(timed.warmUp().seconds() * NANOS),
                timed.warmUp().steady()),
            new Timing.FirstStep(
                Measured.of(readyNanos),
                Measured.unavailable("the protocol does not ask for it"),
                Measured.of(Math.round(prepared.compileSeconds() * NANOS)),
                Measured.unavailable("the first steps were those of the check")),
            Measured.unavailable("data is resident; nothing is transferred"),
            onDevice == null
                ? Measured.unavailable("no clock of the device was stated")
                : Measured.of(onDevice * NANOS),
            Measured.of(perStep),
            Measured.unavailable("a sample is of training steps alone")),
        Measured.of(accuracy),
        new Extent("images in the samples", images, images),
        Sentinel.unavailable("limits of a device are measured by 'colonnade scaling'"),
        conditions == null
            ? Measured.unavailable("the peer does not state them")
            : conditions.measured(),
        Measured.unavailable("no energy is read beside peers, which share the machine's meters"));
  }

  FailureRecord failure(Job job, Instant started, FailureRecord.Kind kind, String reason) {
    return new FailureRecord(
        UUID.randomUUID().toString(),
        run(job, started),
        machine(job),
        job.who().info(job.threads()),
        Measured.of(STUDY),
        Measured.of(job.what().net()),
        batch(job.what()),
        Collections.emptySortedMap(),
        Measured.of(job.what().math()),
        kind,
        reason,
        Measured.unavailable("the reason says what there is to say"));
  }

  private RunInfo run(Job job, Instant started) {
    BuildInfo build = BuildInfo.ofThisBuild();
    return new RunInfo(
        runId,
        PRESET,
        job.process(),
        plan.processes(),
        started,
        Instant.now(),
        build.version(),
        build.commit());
  }

  /** The JVM of a record is that of its measuring process; a peer has none. */
  private Machine machine(Job job) {
    return switch (job.who()) {
      case Participant.Ours ours -> withJvm(machine.jvm(), ours.jvmOptions(job.threads()));
      case Participant.Theirs _ -> withJvm("of the launcher only: " + machine.jvm(), List.of());
    };
  }

  private Machine withJvm(String jvm, List<String> flags) {
    return new Machine(
        machine.hostId(),
        machine.operatingSystem(),
        machine.cpu(),
        machine.physicalCores(),
        machine.logicalCores(),
        machine.cpuMaxHertz(),
        machine.cpuCurrentHertz(),
        machine.cpuFeatures(),
        machine.memoryBytes(),
        machine.virtualization(),
        machine.powerSource(),
        machine.loadAverage(),
        jvm,
        flags,
        machine.garbageCollectors(),
        machine.maximumHeapBytes());
  }

  private static DeviceInfo withFacts(DeviceInfo info, PeerReply.Prepared prepared) {
    return Participant.with(
        info,
        info.libraries()
            .map(stated -> {
              SortedMap<String, String> all = new TreeMap<>(stated);
              all.putAll(prepared.facts());
              return all;
            }),
        info.threads());
  }

  private static Workload workload(PeerCase what, PeerReply.Prepared prepared) {
    LayerTable table = LayerTable.of(NetString.parse(what.net()));
    return new Workload(
        STUDY,
        batch(what),
        Collections.emptySortedMap(),
        what.net(),
        what.zooName()
            .<Measured<String>>map(Measured::of)
            .orElse(Measured.unavailable("the net was given as a string")),
        Pass.TRAIN_STEP,
        what.batch(),
        table.weights(),
        table.effectiveMacs(),
        table.denseMacs(),
        PassMacs.of(Pass.TRAIN_STEP, table),
        what.math(),
        prepared.storage(),
        prepared.deterministic());
  }

  private static SortedMap<String, Integer> batch(PeerCase what) {
    return new TreeMap<>(Map.of("batch", what.batch()));
  }

  private static PlanSummary plan(PeerReply.Prepared prepared) {
    String program = prepared.program();
    return new PlanSummary(
        program == null ? "none stated" : program,
        Measured.unavailable("the protocol does not ask for it"),
        prepared.submission(),
        prepared.kernels(),
        Measured.unavailable("the protocol does not ask for it"),
        Measured.unavailable("the protocol does not ask for it"));
  }

  private String rule() {
    PeerRequest.WarmUpRule rule = plan.time().warmUp();
    return String.format(
        Locale.ROOT,
        "at least %.3g s, until the median step of %d runs differs by less than %.0f %% from that"
            + " of the %d before, at most %.3g s",
        rule.leastSeconds(),
        rule.window(),
        100 * rule.tolerance(),
        rule.window(),
        rule.mostSeconds());
  }
}
