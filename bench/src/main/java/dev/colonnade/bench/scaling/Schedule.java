// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.study.Point;
import dev.colonnade.bench.study.Study;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * The order of jobs: by process, and within a process at random, so that a drift of the machine
 * does not fall on one device or one study alone. The seed is printed and can be given.
 */
final class Schedule {
  private Schedule() {}

  static List<Job> of(List<Study.Plan> plans, List<Target> targets, long seed) {
    Random random = new Random(seed);
    int processes = plans.stream().mapToInt(plan -> plan.budget().processes()).max().orElse(0);
    List<Job> schedule = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      List<Job> round = new ArrayList<>();
      for (Target target : targets) {
        for (Map.Entry<OptionalInt, List<Job.Planned>> group :
            byThreads(plans, target, process).entrySet()) {
          round.add(new Job(target, preset(plans), group.getValue(), group.getKey(), process));
        }
      }
      Collections.shuffle(round, random);
      schedule.addAll(round);
    }
    return schedule;
  }

  private static String preset(List<Study.Plan> plans) {
    return plans.getFirst().preset();
  }

  private static Map<OptionalInt, List<Job.Planned>> byThreads(
      List<Study.Plan> plans, Target target, int process) {
    List<Job.Planned> points = new ArrayList<>();
    for (Study.Plan plan : plans) {
      if (process < plan.budget().processes() && plan.study().appliesTo(target.id())) {
        plan.points().stream()
            .flatMap(point -> onThreadsOf(target, point).stream())
            .distinct()
            .forEach(point -> points.add(new Job.Planned(point, plan.budget())));
      }
    }
    points.sort(Comparator.comparingLong(planned -> work(planned.point())));
    Map<OptionalInt, List<Job.Planned>> groups = new LinkedHashMap<>();
    for (Job.Planned planned : points) {
      groups.computeIfAbsent(planned.point().threads(), key -> new ArrayList<>()).add(planned);
    }
    return groups;
  }

  /**
   * The point as this device can have it: a team of another size only where the device has a team,
   * of its own size as the device's own, and not at all where there is none to size.
   */
  private static Optional<Point> onThreadsOf(Target target, Point point) {
    if (point.threads().isEmpty()) {
      return Optional.of(point);
    }
    int asked = point.threads().getAsInt();
    int own = target.info().threads().asOptional().orElse(0);
    if (own == asked) {
      return Optional.of(point.with(OptionalInt.empty()));
    }
    return own > 1 ? Optional.of(point) : Optional.empty();
  }

  /** Multiply-accumulates of a step. */
  private static long work(Point point) {
    return LayerTable.of(NetString.parse(point.net())).effectiveMacs() * point.batch();
  }
}
