// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.bench.environment.MachineFacts;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.PlanSummary;
import dev.colonnade.bench.record.RunInfo;
import dev.colonnade.bench.record.Workload;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetString;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The parts that records of one measuring process have in common. */
final class RecordForm {
  private final MeasureTask task;
  private final Machine machine = MachineFacts.gather();
  private final DeviceInfo device;

  RecordForm(MeasureTask task, Device device) {
    this.task = task;
    this.device = DeviceFacts.of(device);
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }

  Machine machine() {
    return machine;
  }

  DeviceInfo device() {
    return device;
  }

  int processIndex() {
    return task.processIndex();
  }

  RunInfo run(MeasureTask.PointTask point, Instant started) {
    BuildInfo build = BuildInfo.ofThisBuild();
    return new RunInfo(
        task.runId(),
        task.preset(),
        task.processIndex(),
        point.processes(),
        started,
        Instant.now(),
        build.version(),
        build.commit());
  }

  static Measured<String> zooName(MeasureTask.PointTask point) {
    return point.zooName() == null
        ? Measured.unavailable("the net is the study's own")
        : Measured.of(point.zooName());
  }

  static Workload workload(MeasureTask.PointTask point) {
    LayerTable table = LayerTable.of(NetString.parse(point.net()));
    Pass pass = Pass.of(point.pass());
    return new Workload(
        point.study(),
        point.variables(),
        point.choices(),
        point.net(),
        zooName(point),
        pass,
        point.batch(),
        table.weights(),
        table.effectiveMacs(),
        table.denseMacs(),
        PassMacs.of(pass, table),
        point.math(),
        "F32",
        true);
  }

  static PlanSummary plan(Stepped prepared, Session session) {
    Plan plan = prepared.executable().plan();
    List<String> kernels =
        plan.kernels().stream()
            .filter(kernel -> kernel.entry().equals(prepared.entry()))
            .map(kernel ->
                kernel.kernel() + " [" + kernel.algorithm() + ", " + kernel.layout() + "]")
            .toList();
    return new PlanSummary(
        prepared.program().fingerprint(),
        Measured.of(prepared.executable().planSource().name().toLowerCase(Locale.ROOT)),
        "as the backend submits them; see the device's properties",
        kernels,
        Measured.unavailable("the SPI reports memory for the session as a whole"),
        Measured.of(session.bytesInUse()));
  }

  FailureRecord failure(
      MeasureTask.PointTask point,
      Instant started,
      FailureRecord.Kind kind,
      Throwable error,
      String remedy) {
    String message = error.getMessage();
    return new FailureRecord(
        newId(),
        run(point, started),
        machine,
        device,
        Measured.of(point.study()),
        Measured.of(point.net()),
        point.variables(),
        point.choices(),
        Measured.of(point.math()),
        kind,
        message == null || message.isBlank() ? error.toString() : message,
        Measured.of(remedy));
  }
}
