// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All combinations of some variables' values. */
final class Combinations {
  private Combinations() {}

  /** In the order of the variables' names, the last one changing fastest. */
  static List<SortedMap<String, Integer>> of(SortedMap<String, Values> variables, int cores) {
    List<SortedMap<String, Integer>> combinations = List.of(new TreeMap<>());
    for (Map.Entry<String, Values> variable : variables.entrySet()) {
      List<SortedMap<String, Integer>> longer = new ArrayList<>();
      for (SortedMap<String, Integer> shorter : combinations) {
        for (int value : variable.getValue().on(cores)) {
          SortedMap<String, Integer> extended = new TreeMap<>(shorter);
          extended.put(variable.getKey(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return combinations;
  }
}
