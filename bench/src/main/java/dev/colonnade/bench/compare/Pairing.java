// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * The points of two sides, side by side.
 *
 * @param a fields of the first side's records by point
 * @param b the same of the second side
 */
record Pairing(
    SequencedMap<PairKey, List<RecordFields>> a, SequencedMap<PairKey, List<RecordFields>> b) {
  static Pairing of(Side a, Side b, Set<String> subjects) {
    return new Pairing(points(a, subjects), points(b, subjects));
  }

  private static SequencedMap<PairKey, List<RecordFields>> points(Side side, Set<String> subjects) {
    SequencedMap<PairKey, List<RecordFields>> points = new LinkedHashMap<>();
    side.records()
        .forEach(record -> {
          RecordFields fields = new RecordFields(record);
          points
              .computeIfAbsent(PairKey.of(fields, subjects), key -> new ArrayList<>())
              .add(fields);
        });
    return points;
  }

  /** Points of both sides, in the order of the first. */
  List<PairKey> common() {
    return a.keySet().stream().filter(b::containsKey).toList();
  }

  /** How many points of the first side the second does not have. */
  long onlyA() {
    return a.keySet().stream().filter(key -> !b.containsKey(key)).count();
  }

  /** How many points of the second side the first does not have. */
  long onlyB() {
    return b.keySet().stream().filter(key -> !a.containsKey(key)).count();
  }

  /** Why no point of one side stands on the other: the fields that share no value. */
  List<Unlike> withoutCommon(Set<String> subjects) {
    List<Unlike> unlike = new ArrayList<>();
    for (FieldRoles.Field field : FieldRoles.shipped().of(FieldRole.PAIRS)) {
      if (field.subjects().stream().anyMatch(subjects::contains)) {
        continue;
      }
      NavigableSet<String> first = values(a, field.path());
      NavigableSet<String> second = values(b, field.path());
      if (first.stream().noneMatch(second::contains)) {
        unlike.add(
            Unlike.of(
                field,
                String.join(", ", first),
                String.join(", ", second),
                Math.max(a.size(), b.size())));
      }
    }
    if (unlike.isEmpty()) {
      unlike.add(
          new Unlike(
              "the point as a whole",
              a.size() + " points",
              b.size() + " others",
              0,
              "no point was measured on both sides; measure both with one study and preset"));
    }
    return unlike;
  }

  private static NavigableSet<String> values(
      SequencedMap<PairKey, List<RecordFields>> points, String path) {
    NavigableSet<String> values = new TreeSet<>();
    points
        .values()
        .forEach(records ->
            records.forEach(fields -> values.add(fields.value(path).orElse(LikenessCheck.ABSENT))));
    return values;
  }
}
