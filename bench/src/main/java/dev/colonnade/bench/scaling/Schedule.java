// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0
package dev.colonnade.bench.scaling;

import dev.colonnade.bench.study.Point;
import dev.colonnade.bench.study.Study;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/**
 * The order of jobs: by process, and within a process at random, so that a drift of the machine does not
 * fall on one device or one study alone. The seed is printed and can be given.
 */
final class Schedule {
  private Schedule() {}

  static List<Job> of(List<Study.Plan> plans, List<Target> targets, long seed) {
    Random random = new Random(seed);
    int processes =
        plans.stream().mapToInt(plan -> plan.budget().processes()).max().orElse(0);
    List<Job> schedule = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      List<Job> round = new ArrayList<>();
      for (Target target : targets) {
        boolean first = true;
        for (Study.Plan plan : plans) {
          if (process >= plan.budget().processes() || !plan.study().appliesTo(target.id())) {
            continue;
          }
          for (Map.Entry<OptionalInt, List<Point>> group : byThreads(plan).entrySet()) {
            round.add(
                new Job(
                    target,
                    plan.study().id(),
                    plan.preset(),
                    plan.budget(),
                    group.getValue(),
                    group.getKey(),
                    process,
                    first));
            first = false;
          }
        }
      }
      Collections.shuffle(round, random);
      schedule.addAll(round);
    }
    return schedule;
  }

  private static Map<OptionalInt, List<Point>> byThreads(Study.Plan plan) {
    Map<OptionalInt, List<Point>> groups = new LinkedHashMap<>();
    plan.points().stream()
        .sorted(Comparator.comparingInt(point -> point.threads().orElse(0)))
        .forEach(
            point -> groups.computeIfAbsent(point.threads(), key -> new ArrayList<>()).add(point));
    return groups;
  }
}
