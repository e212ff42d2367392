// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a measurement as texts, by the paths of the table of roles. */
final class RecordFields {
  /** Images in each timed step, which no field holds by itself. */
  static final String IMAGES_PER_STEP = "imagesPerStep";

  private static final String ABSENCE = "unavailable";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final MeasurementRecord record;
  private final JsonNode tree;

  RecordFields(MeasurementRecord record) {
    this.record = record;
    this.tree = MAPPER.readTree(RecordJson.toLine(record));
  }

  MeasurementRecord record() {
    return record;
  }

  /** The value as text, or empty where there is none. */
  Optional<String> value(String path) {
    if (path.equals(IMAGES_PER_STEP)) {
      return Optional.of(String.valueOf(record.imagesPerStep()));
    }
    JsonNode node = tree;
    for (String part : path.split("\\.")) {
      node = node.path(part);
    }
    return node.isMissingNode() || node.path(ABSENCE).isString()
        ? Optional.empty()
        : Optional.of(text(path, node));
  }

  private static String text(String path, JsonNode node) {
    List<Pattern> ignored = FieldRoles.shipped().ignored().get(path);
    if (ignored == null || !node.isArray()) {
      return node.isString() ? node.asString() : node.toString();
    }
    List<String> counted = new ArrayList<>();
    for (JsonNode element : node) {
      String text = element.asString();
      if (ignored.stream().noneMatch(pattern -> pattern.matcher(text).matches())) {
        counted.add(text);
      }
    }
    return String.join(" ", counted);
  }
}
