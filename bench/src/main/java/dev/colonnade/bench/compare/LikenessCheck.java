// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.report.plot.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks for what differs between two sides and must not. */
final class LikenessCheck {
  static final String ABSENT = "not known";

  private final Pairing pairing;
  private final Set<String> subjects;
  private final FieldRoles roles = FieldRoles.shipped();

  LikenessCheck(Pairing pairing, Set<String> subjects) {
    this.pairing = pairing;
    this.subjects = subjects;
  }

  private record Difference(FieldRoles.Field field, String a, String b) {}

  /** What must be equal at all points and is not, each difference once. */
  List<Unlike> refusals() {
    SequencedMap<Difference, Integer> differences = new LinkedHashMap<>();
    List<Unlike> ambiguous = new ArrayList<>();
    List<FieldRoles.Field> fields = new ArrayList<>(roles.of(FieldRole.MUST_MATCH));
    fields.addAll(roles.of(FieldRole.PAIRS));
    for (PairKey key : pairing.common()) {
      for (FieldRoles.Field field : fields) {
        if (isSubject(field)) {
          ambiguity(field, key).ifPresent(ambiguous::add);
        } else {
          difference(field, key).ifPresent(found -> differences.merge(found, 1, Integer::sum));
        }
      }
    }
    List<Unlike> unlike = new ArrayList<>(ambiguous.stream().distinct().toList());
    differences.forEach(
        (found, points) -> unlike.add(Unlike.of(found.field(), found.a(), found.b(), points)));
    return unlike;
  }

  /** Why one point is left out, if it is. */
  Optional<Unlike> refusalAt(PairKey key) {
    return roles.of(FieldRole.MUST_MATCH_AT_THE_POINT).stream()
        .filter(field -> !isSubject(field))
        .flatMap(field -> difference(field, key).stream())
        .map(found -> Unlike.of(found.field(), found.a(), found.b(), 1))
        .findFirst();
  }

  /** What is told where it differs. */
  List<String> context() {
    SequencedMap<Difference, Integer> differences = new LinkedHashMap<>();
    List<FieldRoles.Field> fields = new ArrayList<>(roles.of(FieldRole.CONTEXT));
    roles.fields().values().stream()
        .filter(field -> field.role() != FieldRole.OWN && isSubject(field))
        .forEach(fields::add);
    for (PairKey key : pairing.common()) {
      for (FieldRoles.Field field : fields) {
        difference(field, key).ifPresent(found -> differences.merge(found, 1, Integer::sum));
      }
    }
    // Kernels differ at many points in many ways; their lists stand in the records.
    Map<String, Integer> told = new LinkedHashMap<>();
    differences.forEach((found, points) ->
        told.merge(
            found.field().path().equals("plan.kernels")
                ? "plan.kernels: other kernels or algorithms were chosen"
                : found.field().path() + ": " + found.a() + " against " + found.b(),
            points,
            Integer::sum));
    return told.entrySet().stream()
        .map(e -> e.getKey() + " (" + Numbers.counted(e.getValue(), "point") + ")")
        .toList();
  }

  private boolean isSubject(FieldRoles.Field field) {
    return field.subjects().stream().anyMatch(subjects::contains);
  }

  private Optional<Difference> difference(FieldRoles.Field field, PairKey key) {
    Set<String> a = values(pairing.a(), key, field);
    Set<String> b = values(pairing.b(), key, field);
    return a.equals(b) && (a.size() == 1 || field.role() == FieldRole.CONTEXT)
        ? Optional.empty()
        : Optional.of(new Difference(field, joined(a), joined(b)));
  }

  /** A subject has one value on each side at a point, or it is not known what is compared. */
  private Optional<Unlike> ambiguity(FieldRoles.Field field, PairKey key) {
    for (boolean first : new boolean[] {true, false}) {
      Set<String> held = values(first ? pairing.a() : pairing.b(), key, field);
      if (held.size() > 1) {
        String side = first ? "a" : "b";
        return Optional.of(
            new Unlike(
                field.path(),
                joined(values(pairing.a(), key, field)),
                joined(values(pairing.b(), key, field)),
                1,
                "side "
                    + side.toUpperCase(Locale.ROOT)
                    + " holds several at one point; choose with --"
                    + side
                    + " "
                    + field.path()
                    + "="
                    + held.iterator().next()));
      }
    }
    return Optional.empty();
  }

  private static Set<String> values(
      SequencedMap<PairKey, List<RecordFields>> points, PairKey key, FieldRoles.Field field) {
    return points.getOrDefault(key, List.of()).stream()
        .map(fields -> fields.value(field.path()).orElse(ABSENT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String joined(Set<String> values) {
    return String.join(" and ", values);
  }
}
