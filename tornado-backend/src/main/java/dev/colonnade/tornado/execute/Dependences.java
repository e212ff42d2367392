// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.tornado.compile.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Which steps may run beside those before them. */
final class Dependences {
  private Dependences() {}

  /**
   * A stretch of memory.
   *
   * @param memory which memory
   * @param first its first element
   * @param count elements
   */
  record Place(int memory, long first, long count) {
    boolean overlaps(Place other) {
      return memory == other.memory
          && first < other.first + other.count
          && other.first < first + count;
    }
  }

  /**
   * Steps that neither read nor write what one since the last dependent step writes, nor write what
   * one of those reads. The first step is dependent: another entry's may be in front of it.
   */
  static Set<Step> independent(List<Step> steps, Function<Buffer, Place> place) {
    Set<Step> independent = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Place> read = new ArrayList<>();
    List<Place> written = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      List<Place> reads = step.reads().stream().map(place).toList();
      List<Place> writes = new ArrayList<>(step.writes().stream().map(place).toList());
      step.workspaces().stream().map(place).forEach(writes::add);
      boolean free = i > 0 && none(reads, written) && none(writes, written) && none(writes, read);
      if (free) {
        independent.add(step);
      } else {
        read.clear();
        written.clear();
      }
      read.addAll(reads);
      written.addAll(writes);
    }
    return independent;
  }

  private static boolean none(List<Place> some, List<Place> others) {
    return some.stream().noneMatch(one -> others.stream().anyMatch(one::overlaps));
  }
}
