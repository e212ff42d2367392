// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0
package dev.colonnade.bench.scaling;

import dev.colonnade.bench.measure.MeasureTask;
import dev.colonnade.bench.study.Budget;
import dev.colonnade.bench.study.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What one child JVM measures: the points of one study on one device, with one size of the team.
 *
 * @param target the device
 * @param study id of the study
 * @param preset name of the preset
 * @param budget the preset's counts
 * @param points the points
 * @param threads size of the team, or empty for the device's own
 * @param processIndex which of the study's processes
 * @param sentinel whether it also measures the device's limits
 */
record Job(
    Target target,
    String study,
    String preset,
    Budget budget,
    List<Point> points,
    OptionalInt threads,
    int processIndex,
    boolean sentinel) {
  /** Forward multiply-accumulates of a step up to which it is compared with the oracle. */
  private static final long ORACLE_MACS = 4_000_000;

  /** Starting a JVM, opening the device, measuring its limits, and points that overrun. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  /** Copies the list. */
  Job {
    points = List.copyOf(points);
  }

  MeasureTask task(String runId) {
    List<MeasureTask.PointTask> tasks = new ArrayList<>();
    for (Point point : points) {
      tasks.add(
          new MeasureTask.PointTask(
              point.study(),
              point.variables(),
              point.net(),
              point.zooName().orElse(null),
              point.batch(),
              point.pass().key(),
              "STRICT_FP32",
              budget.samples(),
              budget.sampleTime().toMillis(),
              budget.warmUp().toMillis(),
              ORACLE_MACS));
    }
    return new MeasureTask(
        target.id(),
        runId,
        preset,
        processIndex,
        budget.processes(),
        tasks,
        budget.cap().toMillis(),
        sentinel);
  }

  /** This job without its first points. */
  Job withoutFirst(int count) {
    return new Job(
        target,
        study,
        preset,
        budget,
        points.subList(count, points.size()),
        threads,
        processIndex,
        sentinel);
  }

  /** JVM options of the child. */
  List<String> jvmOptions() {
    List<String> options = new ArrayList<>(target.jvmOptions());
    threads.ifPresent(
        count -> options.add("-Dcolonnade." + target.info().backend() + ".threads=" + count));
    return options;
  }

  /** After this the child is taken for hung. */
  Duration limit() {
    return budget.cap().multipliedBy(2).plus(GRACE);
  }

  /** For progress: device, study, process. */
  String describe() {
    return target.id()
        + " "
        + study
        + (threads.isPresent() ? " with " + threads.getAsInt() + " threads" : "")
        + ", process "
        + (processIndex + 1)
        + "/"
        + budget.processes();
  }
}
