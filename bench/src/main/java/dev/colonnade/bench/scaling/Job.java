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
import java.util.stream.Collectors;

/**
 * What one child JVM measures: points of all studies on one device with one size of the team, in
 * one of the processes. One JVM for several studies: their kernels are the same, and are compiled
 * once.
 *
 * @param target the device
 * @param preset name of the preset
 * @param points the points with their studies' counts, light nets first
 * @param threads size of the team, or empty for the device's own
 * @param processIndex which of the processes
 */
record Job(
    Target target, String preset, List<Planned> points, OptionalInt threads, int processIndex) {
  /**
   * A point and the counts it is measured with.
   *
   * @param point what to measure
   * @param budget its study's counts
   */
  record Planned(Point point, Budget budget) {}

  /** Forward multiply-accumulates of a step up to which it is compared with the oracle. */
  private static final long ORACLE_MACS = 4_000_000;

  /**
   * Starting a JVM, opening the device, measuring its limits in every math mode, and points that
   * overrun.
   */
  static final Duration GRACE = Duration.ofMinutes(2);

  /** Copies the list. */
  Job {
    points = List.copyOf(points);
  }

  MeasureTask task(String runId) {
    List<MeasureTask.PointTask> tasks = new ArrayList<>();
    for (Planned planned : points) {
      Point point = planned.point();
      Budget budget = planned.budget();
      tasks.add(
          new MeasureTask.PointTask(
              point.study(),
              point.variables(),
              point.choices(),
              point.net(),
              point.zooName().orElse(null),
              point.recipe().orElse(null),
              point.batch(),
              point.pass().key(),
              point.math().name(),
              budget.processes(),
              budget.samples(),
              budget.sampleTime().toMillis(),
              budget.warmUp().toMillis(),
              ORACLE_MACS,
              point.training().orElse(null)));
    }
    return new MeasureTask(
        target.id(), runId, preset, processIndex, tasks, cap().toMillis(), measuresLimits());
  }

  /**
   * Whether the device's limits are measured: where steps are held against them, with the device's
   * own team, and with one thread, since a base line's own share of its peak says how good it is.
   */
  private boolean measuresLimits() {
    return (threads.isEmpty() || threads.getAsInt() == 1)
        && points.stream().anyMatch(planned -> !planned.point().pass().isTraining());
  }

  /** Time of all studies together, for each math mode as much as for a single one. */
  private Duration cap() {
    return points.stream()
        .collect(
            Collectors.groupingBy(
                planned -> List.of(planned.point().study(), planned.point().math())))
        .values()
        .stream()
        .map(ofStudy -> ofStudy.getFirst().budget().cap())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** This job without its first points. */
  Job withoutFirst(int count) {
    return new Job(target, preset, points.subList(count, points.size()), threads, processIndex);
  }

  /** This job without one of its points. */
  Job without(int index) {
    List<Planned> others = new ArrayList<>(points);
    others.remove(index);
    return new Job(target, preset, others, threads, processIndex);
  }

  /** JVM options of the child. */
  List<String> jvmOptions() {
    List<String> options = new ArrayList<>(target.jvmOptions());
    threads.ifPresent(
        count -> options.add("-Dcolonnade." + target.info().backend() + ".threads=" + count));
    return options;
  }

  /** After this the child is taken for hung. */
  Duration limit(Duration grace) {
    return cap().multipliedBy(2).plus(grace);
  }

  /** For progress: device, number of points, process. */
  String describe() {
    return target.id()
        + (threads.isPresent()
            ? " with " + threads.getAsInt() + (threads.getAsInt() == 1 ? " thread" : " threads")
            : "")
        + ", "
        + points.size()
        + (points.size() == 1 ? " point" : " points")
        + ", process "
        + (processIndex + 1);
  }
}
