// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.core.backend.Support;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a run found.
 *
 * @param device id of the device
 * @param deviceName the vendor's name for it
 * @param properties the device's own facts
 * @param options what was asked
 * @param results every case that ran, in order
 * @param aborted why the run ended early, if it did
 */
public record Report(
    String device,
    String deviceName,
    Map<String, String> properties,
    ConformanceOptions options,
    List<CaseResult> results,
    Optional<String> aborted) {
  /** Copies the list. */
  public Report {
    results = List.copyOf(results);
  }

  /** Cases that passed. */
  public int passed() {
    return count(Verdict.Passed.class, Optional.empty());
  }

  /** Cases that failed. */
  public int failed() {
    return failures().size();
  }

  /** Cases that the backend says it cannot run. */
  public int unsupported() {
    return count(Verdict.Unsupported.class, Optional.empty());
  }

  /** The cases that failed. */
  public List<CaseResult> failures() {
    return results.stream().filter(r -> r.verdict() instanceof Verdict.Failed).toList();
  }

  /** Whether nothing failed and the run came to its end. What is unsupported is no failure. */
  public boolean isClean() {
    return failed() == 0 && aborted.isEmpty();
  }

  /**
   * Whether the device has reached a level: every case of it and of those below ran and passed. A
   * case that the backend says it cannot run keeps it from the level, though it is no failure.
   */
  public boolean reached(Level level) {
    return aborted.isEmpty()
        && options.caseName().isEmpty()
        && options.level().includes(level)
        && results.stream()
            .filter(result -> level.includes(result.level()))
            .allMatch(result -> result.verdict() instanceof Verdict.Passed);
  }

  /** Number of cases of just this level with this kind of verdict. */
  public int count(Class<? extends Verdict> verdict, Optional<Level> level) {
    return (int)
        results.stream()
            .filter(result -> level.isEmpty() || level.get() == result.level())
            .filter(result -> verdict.isInstance(result.verdict()))
            .count();
  }

  /** A row for each operation that was asked about, by name. */
  public List<SupportRow> supportTable() {
    Map<String, List<CaseResult>> byOperation = new TreeMap<>();
    for (CaseResult result : results) {
      result
          .operation()
          .ifPresent(
              name -> byOperation.computeIfAbsent(name, ignored -> new ArrayList<>()).add(result));
    }
    List<SupportRow> rows = new ArrayList<>();
    byOperation.forEach((operation, cases) -> rows.add(row(operation, cases)));
    return rows;
  }

  private static SupportRow row(String operation, List<CaseResult> cases) {
    Set<String> support = new LinkedHashSet<>();
    Set<String> reasons = new LinkedHashSet<>();
    int passed = 0;
    int failed = 0;
    int unsupported = 0;
    for (CaseResult result : cases) {
      result.support().map(Report::word).ifPresent(support::add);
      switch (result.verdict()) {
        case Verdict.Passed() -> passed++;
        case Verdict.Failed ignored -> failed++;
        case Verdict.Unsupported(String reason) -> {
          unsupported++;
          reasons.add(reason);
        }
      }
    }
    return new SupportRow(
        operation, List.copyOf(support), passed, failed, unsupported, List.copyOf(reasons));
  }

  private static String word(Support support) {
    return switch (support) {
      case Support.Native() -> "native";
      case Support.Decomposed() -> "decomposed";
      case Support.Unsupported ignored -> "unsupported";
    };
  }

  /** The report as Markdown. */
  public String toMarkdown() {
    return ReportText.markdown(this);
  }

  /** The report as one JSON object. */
  public String toJson() {
    return ReportText.json(this);
  }
}
