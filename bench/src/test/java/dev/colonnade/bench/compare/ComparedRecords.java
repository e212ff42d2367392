// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordJson;
import dev.colonnade.bench.record.SyntheticRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Invented runs whose processes scatter as asked, and single fields changed in them. */
final class ComparedRecords {
  static final int[] MAPS = {10, 40, 100};
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ComparedRecords() {}

  /**
   * A run on one device.
   *
   * @param name of the run, and beginning of its records' ids
   * @param processes how many at each point
   * @param slowness factor of all times
   * @param scatter standard deviation of a process's time, as a share
   * @param random of the scatter
   */
  static Side run(
      String name, int processes, double slowness, double scatter, SplittableRandom random) {
    List<MeasurementRecord> records = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      for (int maps : MAPS) {
        MeasurementRecord record =
            SyntheticRecords.measurement(
                SyntheticRecords.VECTOR,
                SyntheticRecords.workload("maps", Map.of("M", maps), 1),
                0,
                processes,
                false);
        ObjectNode tree = tree(record);
        tree.put("id", name + "-" + maps + "-" + process);
        set(tree, "run.runId", name);
        set(tree, "run.processIndex", process);
        double factor = slowness * Math.exp(scatter * random.nextGaussian());
        ArrayNode samples = (ArrayNode) tree.path("timing").path("samplesNanos");
        for (int i = 0; i < samples.size(); i++) {
          samples.set(
              i,
              samples.get(i).asLong() * factor < 1 ? 1 : (long) (samples.get(i).asLong() * factor));
        }
        records.add(record(tree));
      }
    }
    return new Side(name, records);
  }

  /** Two quiet runs of three processes. */
  static Side quiet(String name) {
    return run(name, 3, 1, 0.002, new SplittableRandom(name.hashCode()));
  }

  /** The same records with a field changed. */
  static Side with(Side side, String path, Object value) {
    return new Side(
        side.label(),
        side.records().stream()
            .map(record -> {
              ObjectNode tree = tree(record);
              set(tree, path, value);
              return record(tree);
            })
            .toList());
  }

  static ObjectNode tree(MeasurementRecord record) {
    return (ObjectNode) MAPPER.readTree(RecordJson.toLine(record));
  }

  static MeasurementRecord record(ObjectNode tree) {
    return (MeasurementRecord) RecordJson.fromLine(tree.toString());
  }

  static void set(ObjectNode tree, String path, Object value) {
    String[] parts = path.split("\\.");
    ObjectNode parent = tree;
    for (int i = 0; i < parts.length - 1; i++) {
      parent = (ObjectNode) parent.path(parts[i]);
    }
    parent.set(parts[parts.length - 1], MAPPER.valueToTree(value));
  }
}
