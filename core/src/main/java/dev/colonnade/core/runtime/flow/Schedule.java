// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Puts units in an order in which each follows what it depends on, close to the graph's own order.
 */
final class Schedule {
  private Schedule() {}

  /** The units in the order in which they run. */
  static List<Unit> order(List<Unit> units) {
    Map<Unit, Integer> waitingFor = new HashMap<>();
    Map<Unit, Integer> index = new HashMap<>();
    for (Unit unit : units) {
      waitingFor.put(unit, unit.before().size());
      index.put(unit, index.size());
    }
    PriorityQueue<Unit> ready =
        new PriorityQueue<>(
            Comparator.comparingInt(Unit::priority)
                .thenComparingInt(unit -> index.getOrDefault(unit, 0)));
    for (Unit unit : units) {
      if (unit.before().isEmpty()) {
        ready.add(unit);
      }
    }
    List<Unit> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Unit unit = ready.remove();
      order.add(unit);
      for (Unit next : unit.after()) {
        if (waitingFor.merge(next, -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    if (order.size() != units.size()) {
      throw new IllegalStateException("the units of an entry wait for each other in a circle");
    }
    return order;
  }
}
