// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import java.util.ArrayList;
import java.util.List;

/** The values that a variable takes: a list, or a range whose ends are both taken. */
public sealed interface Values {

  /** Values as listed. */
  record Listed(List<Integer> values) implements Values {
    /** Copies the list. */
    public Listed {
      values = List.copyOf(values);
    }
  }

  /**
   * A range.
   *
   * @param from first value
   * @param to last value; taken even if the steps miss it
   * @param toCores whether the last value is the machine's number of cores instead
   * @param step added to get the next value; 0 if {@code factor} is used
   * @param factor multiplied to get the next value; 0 if {@code step} is used
   */
  record Range(int from, int to, boolean toCores, int step, int factor) implements Values {}

  /** Returns the values on a machine with that many cores. */
  default List<Integer> on(int cores) {
    return switch (this) {
      case Listed(List<Integer> values) -> values;
      case Range range -> {
        int last = range.toCores() ? cores : range.to();
        List<Integer> values = new ArrayList<>();
        for (long v = range.from(); v < last; v = next(range, v)) {
          values.add((int) v);
        }
        values.add(Math.max(range.from(), last));
        yield List.copyOf(values);
      }
    };
  }

  private static long next(Range range, long value) {
    return range.step() > 0 ? value + range.step() : value * range.factor();
  }
}
