// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A summary as Markdown. */
final class SummaryText {
  private SummaryText() {}

  static String markdown(Summary summary) {
    StringBuilder text = new StringBuilder("# Check of ");
    text.append(
            summary.devices().isEmpty()
                ? "a machine without the device"
                : new TreeMap<>(summary.devices())
                    .entrySet().stream()
                        .map(device -> device.getKey() + " (" + device.getValue() + ")")
                        .collect(Collectors.joining(", ")))
        .append("\n\nColonnade ")
        .append(summary.version())
        .append(", commit ")
        .append(summary.commit())
        .append(".\n\n| step | device | outcome | time | result |\n|---|---|---|---:|---|\n");
    for (StepResult step : summary.steps()) {
      text.append("| ")
          .append(cell(step.what()))
          .append(" | ")
          .append(step.device())
          .append(" | ")
          .append(step.outcome().key())
          .append(step.reason().isEmpty() ? "" : ": " + cell(step.reason()))
          .append(" | ")
          .append(String.format(Locale.ROOT, "%.1f s", step.seconds()))
          .append(" | ")
          .append(step.file().isEmpty() ? "" : "[" + step.file() + "](" + step.file() + ")")
          .append(" |\n");
    }
    for (StepResult step : summary.steps()) {
      if (!step.figures().isEmpty()) {
        text.append("\n## ").append(step.what());
        text.append(step.device().isEmpty() ? "" : ", " + step.device()).append("\n\n");
        step.figures()
            .forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(shown(value)).append('\n'));
        state(text, "before", step.before());
        state(text, "after", step.after());
      }
    }
    return text.toString();
  }

  private static void state(StringBuilder text, String when, List<Map<String, String>> devices) {
    for (Map<String, String> device : devices) {
      text.append("- GPU ").append(when).append(": ").append(device).append('\n');
    }
  }

  private static String shown(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.6g", number)
        : String.valueOf(value);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }
}
