// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.core.backend.Support;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Renders reports. */
final class ReportText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportText() {}

  static String markdown(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("# Conformance of ").append(report.device());
    text.append(" (").append(report.deviceName()).append(")\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "Level %s, %s, seed %d: %d passed, %d failed, %d unsupported in %.1f s.%n",
            report.options().level().id(),
            report.options().math(),
            report.options().seed(),
            report.passed(),
            report.failed(),
            report.unsupported(),
            report.results().stream().mapToLong(CaseResult::nanos).sum() / 1e9));
    report.aborted().ifPresent(why -> text.append("\n**Aborted:** ").append(why).append(".\n"));
    levels(text, report);
    support(text, report);
    failures(text, report);
    return text.toString();
  }

  private static void levels(StringBuilder text, Report report) {
    text.append("\n| level | passed | failed | unsupported | reached |\n");
    text.append("|---|---:|---:|---:|---|\n");
    for (Level level : Level.values()) {
      if (report.options().level().includes(level)) {
        text.append(
            String.format(
                "| %s | %d | %d | %d | %s |%n",
                level.id(),
                report.count(Verdict.Passed.class, Optional.of(level)),
                report.count(Verdict.Failed.class, Optional.of(level)),
                report.count(Verdict.Unsupported.class, Optional.of(level)),
                report.reached(level)
                    ? "yes"
                    : report.options().caseName().isPresent() ? "not judged" : "no"));
      }
    }
  }

  private static void support(StringBuilder text, Report report) {
    List<SupportRow> rows = report.supportTable();
    if (rows.isEmpty()) {
      return;
    }
    text.append("\n| operation | support | passed | failed | unsupported | why not |\n");
    text.append("|---|---|---:|---:|---:|---|\n");
    for (SupportRow row : rows) {
      text.append(
          String.format(
              "| %s | %s | %d | %d | %d | %s |%n",
              row.operation(),
              String.join(", ", row.support()),
              row.passed(),
              row.failed(),
              row.unsupported(),
              cell(String.join("; ", row.reasons()))));
    }
  }

  private static void failures(StringBuilder text, Report report) {
    for (CaseResult result : report.failures()) {
      if (result.verdict() instanceof Verdict.Failed(String message, String replay)) {
        text.append("\n**").append(result.name()).append("** failed: ").append(message);
        text.append("\n\n    ").append(replay).append('\n');
      }
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  static String json(Report report) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("device", report.device());
    root.put("deviceName", report.deviceName());
    root.put("properties", report.properties());
    root.put("level", report.options().level().id());
    root.put("math", report.options().math().name());
    root.put("seed", report.options().seed());
    root.put("passed", report.passed());
    root.put("failed", report.failed());
    root.put("unsupported", report.unsupported());
    report.aborted().ifPresent(why -> root.put("aborted", why));
    Map<String, Object> reached = new LinkedHashMap<>();
    for (Level level : Level.values()) {
      if (report.options().level().includes(level) && report.options().caseName().isEmpty()) {
        reached.put(level.id(), report.reached(level));
      }
    }
    root.put("reached", reached);
    root.put("operations", report.supportTable());
    root.put("cases", report.results().stream().map(ReportText::fields).toList());
    return JSON.writeValueAsString(root);
  }

  private static Map<String, Object> fields(CaseResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", result.name());
    fields.put("level", result.level().id());
    result.operation().ifPresent(operation -> fields.put("operation", operation));
    result
        .support()
        .ifPresent(support ->
            fields.put(
                "support",
                switch (support) {
                  case Support.Native() -> "native";
                  case Support.Decomposed() -> "decomposed";
                  case Support.Unsupported ignored -> "unsupported";
                }));
    switch (result.verdict()) {
      case Verdict.Passed() -> fields.put("verdict", "passed");
      case Verdict.Failed(String message, String replay) -> {
        fields.put("verdict", "failed");
        fields.put("message", message);
        fields.put("replay", replay);
      }
      case Verdict.Unsupported(String reason) -> {
        fields.put("verdict", "unsupported");
        fields.put("reason", reason);
      }
    }
    fields.put("milliseconds", Math.round(result.nanos() / 1e4) / 100.0);
    return fields;
  }
}
