// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings lines of older schemas to the current one. What an older schema did not hold becomes an
 * absence that says so; what it held is kept.
 *
 * <ul>
 *   <li>1 to 2: {@code conditions}, {@code energy} (with interval and boundary, was {@code
 *       joulesPerImage}), {@code timing.firstStep.warmUpNanos} and {@code plan.source} are new;
 *       {@code sentinel.gemmFlops} is by math mode; {@code device} lost {@code clocks}, {@code
 *       powerWatts} and {@code powerBoundary}, which no version ever filled.
 *   <li>2 to 3: a failure's {@code mathMode} is new.
 *   <li>3 to 4: {@code workload.choices}, {@code timing.phasesNanos}, a failure's {@code choices}
 *       and the kind {@code training} are new; no study had choices before.
 * </ul>
 */
final class SchemaHistory {
  /** The schemas that can be read, oldest first. */
  static final List<String> READABLE =
      List.of(
          "colonnade-record/1", "colonnade-record/2", "colonnade-record/3", BenchmarkRecord.SCHEMA);

  private static final String BEFORE_2 = "recorded in schema 1, which did not have it";

  private SchemaHistory() {}

  /**
   * Changes a line of a readable schema into one of the current schema.
   *
   * @param schema the line's
   * @param line without {@code schema} and {@code kind}
   */
  static void migrate(String schema, ObjectNode line) {
    int number = READABLE.indexOf(schema) + 1;
    if (number == 1) {
      fromFirst(line);
    }
    if (number <= 2 && line.has("failure")) {
      line.set(
          "mathMode",
          absence(line, "recorded in schema " + number + ", which did not have it in failures"));
    }
    if (number <= 3) {
      beforeFourth(line, number);
    }
  }

  private static void beforeFourth(ObjectNode line, int number) {
    if (line.has("failure")) {
      line.set("choices", line.objectNode());
    }
    if (line.get("workload") instanceof ObjectNode workload) {
      workload.set("choices", line.objectNode());
    }
    if (line.get("timing") instanceof ObjectNode timing) {
      timing.set(
          "phasesNanos",
          absence(line, "recorded in schema " + number + ", which had no parts of samples"));
    }
  }

  private static void fromFirst(ObjectNode line) {
    if (line.get("device") instanceof ObjectNode device) {
      List.of("clocks", "powerWatts", "powerBoundary").forEach(device::remove);
    }
    if (line.get("timing") instanceof ObjectNode timing
        && timing.get("firstStep") instanceof ObjectNode firstStep) {
      firstStep.set("warmUpNanos", absence(line, BEFORE_2));
    }
    if (line.get("plan") instanceof ObjectNode plan && plan.has("fingerprint")) {
      plan.set("source", absence(line, BEFORE_2));
    }
    if (line.get("sentinel") instanceof ObjectNode sentinel && sentinel.has("gemmFlops")) {
      String mode = line.path("workload").path("mathMode").asString("");
      sentinel.set("gemmFlops", line.objectNode().set(mode, sentinel.get("gemmFlops")));
    }
    if (line.has("joulesPerImage")) {
      JsonNode joules = line.remove("joulesPerImage");
      line.set("conditions", absence(line, BEFORE_2));
      line.set(
          "energy",
          joules.isNumber()
              ? absence(
                  line,
                  "recorded in schema 1, as "
                      + joules
                      + " J an image over warm-up and samples, of no stated interval")
              : joules);
    }
  }

  private static ObjectNode absence(ObjectNode line, String reason) {
    return line.objectNode().put(RecordJson.ABSENCE, reason);
  }
}
