// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.Workload;
import java.util.SortedMap;

/**
 * What must be equal for processes to count as repetitions of one measurement.
 *
 * @param setup the machine, device and modes
 * @param study id of the study
 * @param variables the study's variables
 * @param choices what else the study varies
 * @param net net string
 * @param zooName name in the zoo, or empty
 * @param weights parameters
 * @param forwardMacs multiply-accumulates of one forward pass of one image
 * @param pass what a step does
 * @param batch images in a step
 */
record GroupKey(
    Setup setup,
    String study,
    SortedMap<String, Integer> variables,
    SortedMap<String, String> choices,
    String net,
    String zooName,
    long weights,
    long forwardMacs,
    Pass pass,
    int batch) {

  /**
   * Machine, device and modes.
   *
   * @param runId the run; two runs are never mixed, since the machine may have changed between them
   * @param commit commit of the build, or why it is not known
   * @param host machine
   * @param deviceId id of the device
   * @param deviceName its name
   * @param backend its backend
   * @param threads thread count, or empty where there is none
   * @param mathMode operand precision
   * @param storage activation type
   * @param deterministic the deterministic option
   */
  record Setup(
      String runId,
      String commit,
      String host,
      String deviceId,
      String deviceName,
      String backend,
      String threads,
      String mathMode,
      String storage,
      boolean deterministic) {

    /** Whether this is the scalar baseline: one thread of plain Java. */
    boolean isScalar() {
      return deviceId.startsWith("cpu-scalar:");
    }

    /** Whether both are the same device, with as many threads, in the same run. */
    boolean sameDevice(Setup other) {
      return runId.equals(other.runId)
          && commit.equals(other.commit)
          && host.equals(other.host)
          && deviceId.equals(other.deviceId)
          && deviceName.equals(other.deviceName)
          && backend.equals(other.backend)
          && threads.equals(other.threads);
    }

    /** The same but for device, backend and threads, which a baseline may differ in. */
    boolean comparableWith(Setup other) {
      return runId.equals(other.runId)
          && commit.equals(other.commit)
          && host.equals(other.host)
          && mathMode.equals(other.mathMode)
          && storage.equals(other.storage);
    }
  }

  static GroupKey of(MeasurementRecord record) {
    Workload work = record.workload();
    return new GroupKey(
        setup(record, work.mathMode(), work.storage(), work.deterministic()),
        work.study(),
        work.variables(),
        work.choices(),
        work.net(),
        work.zooName().asOptional().orElse(""),
        work.weights(),
        work.forwardMacs(),
        work.pass(),
        work.batch());
  }

  private static Setup setup(
      BenchmarkRecord record, String math, String storage, boolean deterministic) {
    DeviceInfo device = record.device();
    return new Setup(
        record.run().runId(),
        record.run().commit().describe(),
        record.machine().hostId(),
        device.id(),
        device.name(),
        device.backend(),
        device.threads().map(String::valueOf).asOptional().orElse(""),
        math,
        storage,
        deterministic);
  }

  /** Whether both did the same work, on whatever device and for whatever study. */
  boolean sameWork(GroupKey other) {
    return net.equals(other.net)
        && pass == other.pass
        && batch == other.batch
        && forwardMacs == other.forwardMacs
        && weights == other.weights
        && choice(Choices.CONVOLUTION, Choices.DIRECT)
            .equals(other.choice(Choices.CONVOLUTION, Choices.DIRECT))
        && choice(Choices.DISTORTION, "").equals(other.choice(Choices.DISTORTION, ""));
  }

  /** What the study chose of something, or what holds where it says nothing. */
  String choice(String key, String otherwise) {
    return choices.getOrDefault(key, otherwise);
  }
}
