// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Descriptive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares two sides: first whether they may be, then point by point, then as a whole. */
public final class Comparer {
  /** Differences up to this count as none, unless another margin is asked for. */
  public static final double MARGIN = 0.02;

  private static final double BUSY = 0.5;

  private final NavigableSet<String> subjects;
  private final double margin;

  /**
   * Prepares a comparison.
   *
   * @param subjects what may differ; names of {@link FieldRoles#subjects()}
   * @param margin relative difference that counts as the same, positive
   */
  public Comparer(Collection<String> subjects, double margin) {
    for (String subject : subjects) {
      if (!FieldRoles.shipped().subjects().containsKey(subject)) {
        throw new IllegalArgumentException(
            "\""
                + subject
                + "\" is no subject of a comparison; expected one of "
                + String.join(", ", FieldRoles.shipped().subjects().keySet()));
      }
    }
    if (!(margin > 0 && margin < 1)) {
      throw new IllegalArgumentException(
          "a margin of " + margin + " is not possible; more than 0 and less than 1 is expected");
    }
    this.subjects = Collections.unmodifiableNavigableSet(new TreeSet<>(subjects));
    this.margin = margin;
  }

  /**
   * Compares the second side with the first.
   *
   * @param a the first, with at least one record
   * @param b the second, with at least one record
   */
  public Comparison compare(Side a, Side b) {
    Pairing pairing = Pairing.of(a, b, subjects);
    List<Unlike> refusals = refusals(a, b, pairing);
    if (!refusals.isEmpty()) {
      return new Comparison(
          a,
          b,
          subjects,
          margin,
          refusals,
          List.of(),
          Measured.unavailable("the sides were not compared"),
          List.of(),
          List.of(),
          List.of());
    }
    LikenessCheck check = new LikenessCheck(pairing, subjects);
    List<Drift> drift = Drift.between(a, b, subjects);
    List<Comparison.Point> points =
        pairing.common().stream().map(key -> point(pairing, check, key, drift)).toList();
    List<Comparison.Point> compared = points.stream().filter(p -> !p.leftOut()).toList();
    return new Comparison(
        a,
        b,
        subjects,
        margin,
        refusals,
        points,
        new OverallComparison(compared, drift, margin).judge(),
        drift,
        check.context(),
        notices(a, b, pairing, points));
  }

  private List<Unlike> refusals(Side a, Side b, Pairing pairing) {
    Set<String> ids = a.records().stream().map(MeasurementRecord::id).collect(Collectors.toSet());
    long shared = b.records().stream().filter(record -> ids.contains(record.id())).count();
    if (shared > 0) {
      return List.of(
          new Unlike(
              "id",
              a.label(),
              b.label(),
              0,
              shared
                  + " of the records stand on both sides, and a measurement is no witness for"
                  + " itself; choose other records with --a and --b"));
    }
    if (pairing.common().isEmpty()) {
      return pairing.withoutCommon(subjects);
    }
    return new LikenessCheck(pairing, subjects).refusals();
  }

  private Comparison.Point point(
      Pairing pairing, LikenessCheck check, PairKey key, List<Drift> drift) {
    List<MeasurementRecord> a = records(pairing.a().getOrDefault(key, List.of()));
    List<MeasurementRecord> b = records(pairing.b().getOrDefault(key, List.of()));
    double[] timesA = perProcess(a);
    double[] timesB = perProcess(b);
    TimeRatio ratio = MedianRatio.of(timesA, timesB);
    Optional<Unlike> unlike = check.refusalAt(key);
    Verdict verdict = unlike.isPresent() ? Verdict.UNCLEAR : ratio.verdict(margin);
    Optional<String> why = unlike.map(Unlike::sentence);
    if (verdict == Verdict.FASTER || verdict == Verdict.SLOWER) {
      String device = a.getFirst().device().id();
      why =
          Drift.objection(
              drift.stream().filter(d -> d.device().equals(device)).toList(), ratio.log(), margin);
      verdict = why.isPresent() ? Verdict.UNCLEAR : verdict;
    }
    return new Comparison.Point(
        a,
        b,
        Descriptive.median(timesA),
        Descriptive.median(timesB),
        ratio,
        verdict,
        why,
        unlike.isPresent());
  }

  private static List<MeasurementRecord> records(List<RecordFields> fields) {
    return fields.stream().map(RecordFields::record).toList();
  }

  /** Seconds per image of each process: the median of its samples. */
  static double[] perProcess(List<MeasurementRecord> records) {
    return byProcess(records).values().stream().mapToDouble(Descriptive::median).toArray();
  }

  /** All samples of a process, by run and number of the process. */
  static Map<String, double[]> byProcess(List<MeasurementRecord> records) {
    Map<String, double[]> samples = new TreeMap<>();
    for (MeasurementRecord record : records) {
      samples.merge(
          record.run().runId() + " " + record.run().processIndex(),
          record.secondsPerImage(),
          (x, y) -> {
            double[] both = Arrays.copyOf(x, x.length + y.length);
            System.arraycopy(y, 0, both, x.length, y.length);
            return both;
          });
    }
    return samples;
  }

  private List<String> notices(Side a, Side b, Pairing pairing, List<Comparison.Point> points) {
    List<String> notices = new ArrayList<>();
    if (pairing.onlyA() > 0 || pairing.onlyB() > 0) {
      notices.add(
          "points without a partner are left out: "
              + pairing.onlyA()
              + " of A, "
              + pairing.onlyB()
              + " of B");
    }
    long unsteady = points.stream().filter(p -> !steady(p.a()) || !steady(p.b())).count();
    if (unsteady > 0) {
      notices.add(
          "at "
              + Numbers.counted(unsteady, "point")
              + " times had not settled when the warm-up ended: they may be too long");
    }
    long throttled = points.stream().filter(p -> throttled(p.a()) || throttled(p.b())).count();
    if (throttled > 0) {
      notices.add(
          "at "
              + Numbers.counted(throttled, "point")
              + " the device was slowed down meanwhile: those times are not what it can do");
    }
    notices.addAll(of("A", a));
    notices.addAll(of("B", b));
    notices.addAll(idleSubjects(pairing));
    return notices;
  }

  private static List<String> of(String name, Side side) {
    List<String> notices = new ArrayList<>();
    if (side.records().stream().anyMatch(Comparer::busy)) {
      notices.add(
          "side " + name + " was measured on a busy machine (load average above half its cores)");
    }
    if (side.records().stream()
        .anyMatch(
            r -> r.run().commit().asOptional().filter(c -> c.endsWith("-dirty")).isPresent())) {
      notices.add(
          "side "
              + name
              + " was built from files that differ from its commit: the commit does not say what"
              + " was measured");
    }
    return notices;
  }

  private List<String> idleSubjects(Pairing pairing) {
    Set<String> idle = new HashSet<>(subjects);
    LikenessCheck check = new LikenessCheck(pairing, Set.of());
    check.refusals().stream().map(Unlike::field).forEach(path -> idle.removeAll(subjectsOf(path)));
    for (PairKey key : pairing.common()) {
      check.refusalAt(key).ifPresent(unlike -> idle.removeAll(subjectsOf(unlike.field())));
    }
    return idle.stream()
        .sorted()
        .map(subject -> "--vary " + subject + " was given, and nothing of it differs")
        .toList();
  }

  private static List<String> subjectsOf(String path) {
    FieldRoles.Field field = FieldRoles.shipped().fields().get(path);
    return field == null ? List.of() : field.subjects();
  }

  private static boolean steady(List<MeasurementRecord> records) {
    return records.stream().allMatch(r -> r.timing().warmUp().steady());
  }

  private static boolean throttled(List<MeasurementRecord> records) {
    return records.stream()
        .anyMatch(
            r -> r.conditions().asOptional().filter(c -> !c.slowdowns().isEmpty()).isPresent());
  }

  private static boolean busy(MeasurementRecord record) {
    return record.run().processIndex() == 0
        && record
            .machine()
            .loadAverage()
            .asOptional()
            .filter(load -> load > BUSY * record.machine().logicalCores())
            .isPresent();
  }
}
