// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.statistics.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The base lines that a speed-up stands over, so that no single one can flatter it: plain Java on
 * one thread, vectors on one thread, vectors on all cores, and the best program of others on the
 * CPU, as far as the same run measured them on the same work.
 *
 * @param row what is faster
 * @param rungs the base lines that there are, slowest kind first
 */
record Ladder(SummaryRow row, List<Rung> rungs) {

  /** The kinds of base lines. */
  enum Kind {
    /** {@code cpu-scalar:0}. */
    SCALAR("scalar, 1 thread"),
    /** {@code cpu:0} with a team of one. */
    VECTOR("vector, 1 thread"),
    /** {@code cpu:0} with its own team. */
    CORES("vector, all cores"),
    /** The fastest CPU peer. */
    PEER("best CPU peer");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * A base line.
   *
   * @param kind which
   * @param base its measurement; its share of its own peak says how good a base line it is
   * @param ratio how many times faster than it the row is
   */
  record Rung(Kind kind, SummaryRow base, Estimate ratio) {}

  /** Copies the list. */
  Ladder {
    rungs = List.copyOf(rungs);
  }

  /** The ladder of a row among all rows of a report. */
  static Ladder of(SummaryRow row, List<SummaryRow> all) {
    List<Rung> rungs = new ArrayList<>();
    List<SummaryRow> same =
        all.stream()
            .filter(other -> other.key().setup().comparableWith(row.key().setup()))
            .filter(other -> other.key().sameWork(row.key()))
            .sorted(
                Comparator.comparing(
                    (SummaryRow other) -> !other.key().study().equals(row.key().study())))
            .toList();
    for (Kind kind : Kind.values()) {
      base(kind, same).ifPresent(base -> rungs.add(new Rung(kind, base, row.over(base))));
    }
    return new Ladder(row, rungs);
  }

  /** The ladder's rung of a kind, if there is one. */
  Optional<Rung> rung(Kind kind) {
    return rungs.stream().filter(rung -> rung.kind() == kind).findFirst();
  }

  /** Whether a base line is the row itself. */
  boolean isRung(Kind kind) {
    return rung(kind).filter(rung -> rung.base().key().equals(row.key())).isPresent();
  }

  private static Optional<SummaryRow> base(Kind kind, List<SummaryRow> same) {
    return switch (kind) {
      case SCALAR -> first(same, row -> row.key().setup().isScalar());
      case VECTOR -> first(same, row -> isVector(row) && threads(row) == 1);
      case CORES ->
          same.stream()
              .filter(row -> isVector(row) && threads(row) > 1)
              .max(
                  Comparator.comparingInt(Ladder::threads)
                      .thenComparing(
                          row -> row.key().study().equals(same.getFirst().key().study())));
      case PEER ->
          same.stream()
              .filter(row -> row.key().pass() == Pass.TRAIN_STEP && isCpuPeer(row))
              .min(Comparator.comparingDouble(row -> row.secondsPerImage().value()));
    };
  }

  private static Optional<SummaryRow> first(List<SummaryRow> rows, Predicate<SummaryRow> which) {
    return rows.stream().filter(which).findFirst();
  }

  private static boolean isVector(SummaryRow row) {
    return row.key().setup().deviceId().startsWith("cpu:");
  }

  /** Peers are called {@code name:device/variant}, and only those on a CPU state threads. */
  private static boolean isCpuPeer(SummaryRow row) {
    return row.key().setup().deviceId().contains("/") && !row.key().setup().threads().isEmpty();
  }

  private static int threads(SummaryRow row) {
    String threads = row.key().setup().threads();
    return threads.isEmpty() ? 0 : Integer.parseInt(threads);
  }
}
